import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml'
import type { z } from 'zod'
import { describeIssue, type Path } from './describe.ts'
import type { Checked, Mistake } from './errors.ts'

/** Gives the line on which the thing at a path stands, or the nearest thing around it. */
export type LineOf = (path: Path) => number

export type CheckedYaml<T> = Checked<T> & Readonly<{ lineOf: LineOf }>

/**
 * Parses YAML and checks it against a schema.
 * @param before lines of the file that come before the YAML text
 */
export function checkYaml<T>(text: string, schema: z.ZodType<T>, file: string, before = 0): CheckedYaml<T> {
  const lines = new LineCounter()
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line) + before
  const broken = (mistakes: readonly Mistake[]) => ({ mistakes, lineOf: () => before + 1 })
  let document: Document.Parsed
  let data: unknown
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
    const faults = [...document.errors, ...document.warnings]
    if (faults.length > 0)
      return broken(
        faults.map((fault) => ({ file, line: lineAt(faultOffset(document, fault)), text: fault.message })),
      )
    data = document.toJS()
  } catch (error) {
    // Aliases that multiply and nesting that overflows the stack throw, where ordinary mistakes are listed.
    return broken([{ file, line: before + 1, text: error instanceof Error ? error.message : String(error) }])
  }
  const lineOf: LineOf = (path) => lineAt(offsetOf(document.contents, path))
  const result = schema.safeParse(data)
  if (result.success) return { value: result.data, mistakes: [], lineOf }
  const mistakes = result.error.issues.flatMap((issue) =>
    describeIssue(issue, data).map(({ path, text }) => ({ file, line: lineOf(path), text })),
  )
  return { mistakes, lineOf }
}

function offsetOf(root: unknown, path: Path): number {
  let offset = start(root)
  let node = root
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (!pair) return offset
      offset = start(pair.key)
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(step)]
      if (!isNode(item)) return offset
      offset = start(item)
      node = item
    } else return offset
  }
  return offset
}

function start(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}

/** A quotation mark never closed is reported where the text ends; people look for where it opened. */
function faultOffset(document: Document.Parsed, { message, pos }: YAMLError): number {
  let offset = pos[0]
  if (message.startsWith('Missing closing'))
    visit(document, {
      Scalar: (_, { type, range }) => {
        if (type?.startsWith('QUOTE') && range && range[1] >= pos[0]) offset = range[0]
      },
    })
  return offset
}
