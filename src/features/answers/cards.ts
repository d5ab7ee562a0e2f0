import type { Language, Translate } from '#bot'
import type { Problem } from '../../content/schema.ts'
import type { Draft, DraftBlock } from '../../durable/outbox/index.ts'
import { fenced } from '../../texts/phrases.ts'
import { type DiagramInText, MAX_DIAGRAMS } from './rules.ts'

/** A worked design's diagrams as pictures, and their Mermaid text as a file, to copy and change. */
export function designDiagrams(
  { diagrams }: Pick<Problem, 'diagrams'>,
  slug: string,
  language: Language,
): readonly DraftBlock[] {
  return [
    ...diagrams.map(
      (source, index) =>
        ({
          type: 'picture',
          language,
          picture: { kind: 'diagram', source, name: `${slug}-${index + 1}`, instead: 'source' },
        }) as const,
    ),
    { type: 'file', name: `${slug}.${language}.diagrams.md`, text: `${diagrams.map(fenced).join('\n\n')}\n` },
  ]
}

/** The picture of one Mermaid block, shown under the message that holds the block. */
export function diagramMessage(
  t: Translate,
  language: Language,
  { source, number, of }: DiagramInText,
): Draft {
  const notes = [
    ...(of > 1 ? [t('picture.number', { number, of })] : []),
    ...(number === MAX_DIAGRAMS && of > MAX_DIAGRAMS
      ? [t('picture.more', { max: MAX_DIAGRAMS, rest: of - MAX_DIAGRAMS })]
      : []),
  ]
  return {
    summary: t('picture.summary'),
    blocks: [
      ...(notes.length > 0 ? [{ type: 'note', text: notes.join('. ') } as const] : []),
      {
        type: 'picture',
        picture: { kind: 'diagram', source, name: 'diagram', instead: 'reason' },
        language,
      },
    ],
  }
}
