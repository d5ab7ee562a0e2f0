import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'
import type { z } from 'zod'
import { flawsOf, type Path, written } from './issues.ts'
import { type Checked, flaw, type Mistake } from './mistakes.ts'
import { explainComplaints, flawIn } from './yaml-faults.ts'

type ParserError = Readonly<{ message: string; pos: readonly [number, ...number[]] }>

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
    // The library compares each key of a map with all previous ones: 10 s for 64 KB of short keys.
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
    const complaints = [...document.errors, ...document.warnings].map((fault) => ({
      message: fault.message,
      line: lineAt(faultOffset(document, fault)) - before,
    }))
    if (complaints.length > 0) return broken(explainComplaints(complaints, text.split('\n'), file, before))
    const repeated = repeatedKeys(document).map(({ name, first, again }) => ({
      file,
      line: lineAt(again),
      ...flaw('repeatedKey', { key: name, line: lineAt(first) }),
    }))
    if (repeated.length > 0) return broken(repeated)
    const cut = cutTexts(document, text).map((at) => ({ file, line: lineAt(at), ...flaw('hashInText') }))
    if (cut.length > 0) return broken(cut)
    data = document.toJS()
  } catch (error) {
    // Ordinary mistakes are listed; multiplying aliases and nesting that overflows the stack throw.
    const message = error instanceof Error ? error.message : String(error)
    return broken([{ file, line: before + 1, ...flawIn(message) }])
  }
  const pairs: PairsByKey = new Map()
  const lineOf: LineOf = (path) => lineAt(offsetOf(document.contents, path, pairs))
  const result = schema.safeParse(data)
  if (result.success) return { value: result.data, mistakes: [], lineOf }
  const source = text.split('\n')
  const flaws = flawsOf(result.error.issues, data, (path) => source[lineOf(path) - before - 1] ?? '')
  const mistakes = flaws.map(({ path, flaw: found }) => ({
    file,
    line: lineOf(path),
    ...(path.length > 0 && { path: written(path) }),
    ...found,
  }))
  return { mistakes, lineOf }
}

type PairsByKey = Map<YAMLMap, ReadonlyMap<string, Pair>>

/** @param pairs caches lookups, since one map may have thousands of mistakes */
function offsetOf(root: unknown, path: Path, pairs: PairsByKey): number {
  let offset = start(root)
  let node = root
  for (const step of path) {
    if (isMap(node)) {
      const known = pairs.get(node) ?? byKey(node)
      pairs.set(node, known)
      const pair = known.get(String(step))
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

function byKey({ items }: YAMLMap): ReadonlyMap<string, Pair> {
  const pairs = items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : []))
  return new Map(pairs)
}

/** Finds keys that occur twice in a map. `first`, `again`: their offsets. */
function repeatedKeys(
  document: Document.Parsed,
): readonly Readonly<{ name: string; first: number; again: number }>[] {
  const faults: { name: string; first: number; again: number }[] = []
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Map<string, number>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        const name = String(key.value)
        const first = seen.get(name)
        if (first === undefined) seen.set(name, start(key))
        else faults.push({ name, first, again: start(key) })
      }
    },
  })
  return faults
}

/** The offsets of texts without quotation marks that end at a `#`, which begins a comment. */
function cutTexts(document: Document.Parsed, text: string): readonly number[] {
  const cut: number[] = []
  visit(document, {
    Scalar: (key, { type, value, range }) => {
      if (key === 'key' || type !== 'PLAIN' || typeof value !== 'string' || !range) return
      let at = range[1]
      while (text[at] === ' ' || text[at] === '\t') at++
      if (text[at] === '#') cut.push(range[0])
    },
  })
  return cut
}

function start(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}

/** The library reports an unclosed quotation mark at the end of the text; people look for where it opened. */
function faultOffset(document: Document.Parsed, { message, pos }: ParserError): number {
  let offset = pos[0]
  if (message.startsWith('Missing closing'))
    visit(document, {
      Scalar: (_, { type, range }) => {
        if (type?.startsWith('QUOTE') && range && range[1] >= pos[0]) offset = range[0]
      },
    })
  return offset
}
