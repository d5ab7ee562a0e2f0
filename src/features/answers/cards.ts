import type { Language, Translate } from '#bot'
import type { Problem } from '../../content/schema.ts'
import type { Draft, DraftBlock } from '../../durable/outbox/index.ts'
import { fenced } from '../../texts/phrases.ts'
import { type DiagramInText, MAX_DIAGRAMS } from './rules.ts'

/** A worked design, revealed when nothing depends on it any more: its text, then its diagrams, each with a file to keep. */
export function designMessages(
  problem: Pick<Problem, 'title' | 'body' | 'mustDiscuss' | 'diagrams'>,
  slug: string,
  language: Language,
  t: Translate,
): readonly Draft[] {
  const { title, body, mustDiscuss, diagrams } = problem
  const topics = mustDiscuss.join(t('list.comma'))
  return [
    {
      summary: t('debrief.design'),
      blocks: [
        { type: 'heading', text: t('debrief.design') },
        { type: 'text', text: t('debrief.designNote', { topics }) },
        { type: 'file', name: `${slug}.${language}.md`, text: `# ${title}\n\n${body}` },
      ],
    },
    {
      summary: t('debrief.diagrams'),
      blocks: [
        { type: 'heading', text: t('debrief.diagrams') },
        { type: 'text', text: t('debrief.diagramsNote') },
        ...diagrams.map((source, index): DraftBlock => {
          const name = `${slug}-${index + 1}`
          return { type: 'picture', language, picture: { kind: 'diagram', source, name, instead: 'source' } }
        }),
        {
          type: 'file',
          name: `${slug}.${language}.diagrams.md`,
          text: `${diagrams.map(fenced).join('\n\n')}\n`,
        },
      ],
    },
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
