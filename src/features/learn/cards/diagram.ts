import type { Language, Translate } from '#bot'
import type { DraftBlock } from '../../../durable/outbox/index.ts'
import { fenced } from '../../../texts/phrases.ts'

/**
 * The blocks of a diagram on any page: a picture, and its Mermaid text as a file.
 * @param drawn false where pictures can't be shown
 */
export function drawDiagram(
  source: string,
  language: Language,
  t: Translate,
  drawn: boolean,
): readonly DraftBlock[] {
  const text = fenced(source)
  if (!drawn) return [{ type: 'text', text: `${text}\n${t('learn.diagram')}` }]
  return [
    { type: 'picture', language, picture: { kind: 'diagram', source, name: 'diagram', instead: 'source' } },
    { type: 'file', name: 'diagram.md', text: `${text}\n` },
  ]
}
