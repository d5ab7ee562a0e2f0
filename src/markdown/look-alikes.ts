import { prefixOf } from './containers.ts'
import type { PlacedLine } from './lines.ts'

/**
 * Marks that take the place of ticks before a diagram, and those that close it: Azure DevOps has colons, and some
 * keyboards have no tick.
 */
const CLOSINGS: Readonly<Record<string, string>> = {
  ':::': ':::',
  '´´´': '´´´',
  '｀｀｀': '｀｀｀',
  '···': '···',
  "'''": "'''",
  '‘‘‘': '’’’',
  '’’’': '’’’',
}
const TICKS = '```'

/** The lines with ticks instead of other marks around diagrams. All characters keep their offsets. */
export function withTicks(lines: readonly PlacedLine[]): readonly PlacedLine[] {
  let closing: string | undefined
  return lines.map((line) => {
    const { text } = line
    const { at } = prefixOf(text)
    const mark = text.slice(at, at + TICKS.length)
    const rest = text.slice(at + TICKS.length, at + MAX_REST)
    if (closing === undefined) {
      closing = /^\s*\{?\.?mermaid\}?\s*$/iu.test(rest) ? CLOSINGS[mark] : undefined
      if (closing === undefined) return line
    } else if (mark === closing && rest.trim() === '') closing = undefined
    else return line
    return { ...line, text: text.slice(0, at) + TICKS + text.slice(at + TICKS.length) }
  })
}

/** Longer than the name of the language with its spaces. */
const MAX_REST = 40
