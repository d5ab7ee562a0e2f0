import type { Block } from '#bot'
import type { Translate } from '../../content/texts.ts'

/** The one place where a diagram becomes part of a page. */
export function drawDiagram(source: string, t: Translate): Block {
  return { type: 'text', text: `\`\`\`mermaid\n${source.trim()}\n\`\`\`\n${t('learn.diagram')}` }
}
