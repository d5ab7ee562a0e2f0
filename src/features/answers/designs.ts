import type { Language } from '#bot'
import type { Problem } from '../../content/schema.ts'
import type { DraftBlock } from '../../durable/outbox/index.ts'
import { fenced } from '../../texts/phrases.ts'

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
