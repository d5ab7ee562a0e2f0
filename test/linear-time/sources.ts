import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Methods by which code looks into a text. */
const READING: ReadonlySet<string> = new Set([
  ...[
    'match',
    'matchAll',
    'replace',
    'replaceAll',
    'split',
    'search',
    'test',
    'exec',
    'normalize',
    'segment',
  ],
  ...['charCodeAt', 'codePointAt', 'indexOf', 'lastIndexOf', 'startsWith', 'endsWith', 'trim', 'trimStart'],
  ...['trimEnd', 'lexer', 'lexInline', 'parseDocument', 'toLowerCase'],
])

type Expression = Readonly<{ file: string; line: number; pattern: string; flags: string }>

export type Source = Readonly<{
  /** Its path from the root. */
  file: string
  /** The names of its exported functions. */
  functions: readonly string[]
  /** Those that look into texts, by themselves or by other functions of the file. */
  readers: readonly string[]
  expressions: readonly Expression[]
  /** `new RegExp(…)` and `RegExp(…)`, as they are written. */
  constructors: readonly string[]
}>

type Node = Readonly<Record<string, unknown>> & Readonly<{ type: string; start: number; end: number }>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** A node and all nodes in it. */
function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const each of value) yield* nodesIn(each)
  else if (isNode(value)) {
    yield value
    for (const each of Object.values(value)) if (typeof each === 'object') yield* nodesIn(each)
  }
}

const nameIn = (value: unknown): string => (isNode(value) && typeof value.name === 'string' ? value.name : '')

/** A function or constant at the top of a file. */
type Declared = Readonly<{ name: string; exported: boolean; isFunction: boolean; node: Node }>

function declaredBy(statement: Node): readonly Declared[] {
  const exported = statement.type === 'ExportNamedDeclaration'
  const node = exported ? statement.declaration : statement
  if (!isNode(node)) return []
  if (node.type === 'FunctionDeclaration')
    return [{ name: nameIn(node.id), exported, isFunction: true, node }]
  const all = Array.isArray(node.declarations) ? node.declarations.filter(isNode) : []
  return all.map((each) => {
    const isFunction = isNode(each.init) && each.init.type === 'ArrowFunctionExpression'
    return { name: nameIn(each.id), exported, isFunction, node: each }
  })
}

/** The names of declarations that look into texts, or use others that do. */
function readersAmong(all: readonly Declared[]): ReadonlySet<string> {
  const used = new Map(all.map(({ name, node }) => [name, new Set([...nodesIn(node)].map(nameIn))]))
  const found = new Set(all.filter(({ node }) => [...nodesIn(node)].some(looks)).map(({ name }) => name))
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const [name, names] of used) if ([...names].some((each) => found.has(each))) found.add(name)
  }
  return found
}

function looks(node: Node): boolean {
  const { callee } = node
  return regexOf(node) !== undefined || (isNode(callee) && READING.has(nameIn(callee.property)))
}

function regexOf({ type, regex }: Node): Pick<Expression, 'pattern' | 'flags'> | undefined {
  if (type !== 'Literal' || typeof regex !== 'object' || regex === null) return undefined
  return regex as Readonly<{ pattern: string; flags: string }>
}

function read(file: string): Source {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const { program } = parseSync(file, text)
  const statements: readonly unknown[] = program.body
  const declared = statements.filter(isNode).flatMap(declaredBy)
  const functions = declared.filter(({ exported, isFunction }) => exported && isFunction)
  const readers = readersAmong(declared)
  const nodes = [...nodesIn(statements)]
  return {
    file,
    functions: functions.map(({ name }) => name),
    readers: functions.map(({ name }) => name).filter((name) => readers.has(name)),
    expressions: nodes.flatMap((node) => {
      const regex = regexOf(node)
      return regex ? [{ file, line: text.slice(0, node.start).split('\n').length, ...regex }] : []
    }),
    constructors: nodes
      .filter(({ callee }) => nameIn(callee) === 'RegExp')
      .map(({ start, end }) => text.slice(start, end)),
  }
}

/** The bot's source files, parsed. */
export function readSources(): readonly Source[] {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join('src', file))
    .sort()
    .map(read)
}
