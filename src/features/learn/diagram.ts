import type { Language, Translate } from '#bot'
import type { DraftBlock } from '../../durable/outbox/index.ts'
import { fenced } from '../../texts/phrases.ts'

/**
 * The one place where a diagram becomes part of a page: a picture with its text beside it as a file.
 * @param drawn whether pictures can be shown there
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
