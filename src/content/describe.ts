import type { z } from 'zod'
import { editDistance } from './edit-distance.ts'

export type Path = readonly PropertyKey[]

export type Description = Readonly<{ path: Path; text: string }>

/**
 * Says of each issue what was expected and what was found, and where it is likely, how that came about. Of
 * several about one thing the first: a text where a list should be is not too long besides.
 * @param lineAt the line of the source on which the thing at a path stands, or the nearest thing around it
 */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  data: unknown,
  lineAt: (path: Path) => string,
): readonly Description[] {
  const missing = issues.filter(({ path }) => valueAt(data, path) === undefined).map(({ path }) => path)
  const seen = new Set<string>()
  return issues.flatMap((issue) =>
    describeIssue(issue, data).flatMap(({ path, text }) => {
      const name = `${issue.code === 'unrecognized_keys'} ${written(path)}`
      if (seen.has(name)) return []
      seen.add(name)
      const hint =
        issue.code === 'unrecognized_keys'
          ? meant(path, missing)
          : why(issue, valueAt(data, path), lineAt(path))
      return [{ path, text: hint === undefined ? text : `${text}: ${hint}` }]
    }),
  )
}

/** How people come to write something else than was expected. */
function why(issue: z.core.$ZodIssue, found: unknown, line: string): string | undefined {
  if (issue.code !== 'invalid_type') return undefined
  if (issue.expected === 'array')
    return typeof found === 'string' ? 'each entry takes a line that begins with - and a space' : undefined
  if (issue.expected !== 'string') return undefined
  if (found === null && /:\s+#/u.test(line))
    return 'what follows # is a comment, unless it is in quotation marks'
  if (typeof found === 'number' || typeof found === 'boolean') return 'put it in quotation marks'
  const isMap = found !== null && typeof found === 'object' && !Array.isArray(found)
  return isMap ? 'a text with a colon and a space in it needs quotation marks' : undefined
}

/** The key that is missing beside one that is unknown, and looks like it. */
function meant(path: Path, missing: readonly Path[]): string | undefined {
  const parent = written(path.slice(0, -1))
  const typed = plain(path.at(-1))
  const near = missing
    .filter((each) => written(each.slice(0, -1)) === parent)
    .find((each) => editDistance(plain(each.at(-1)), typed) <= 2)
  return near && `did you mean ${String(near.at(-1))}?`
}

function plain(key: PropertyKey | undefined): string {
  return String(key)
    .toLowerCase()
    .replace(/[\s_-]+/gu, '')
    .slice(0, 40)
}

/** Says what was expected and what was found, with the path of the thing in the data. */
function describeIssue(issue: z.core.$ZodIssue, data: unknown): readonly Description[] {
  const { path } = issue
  const found = valueAt(data, path)
  const at = (text: string) => [{ path, text: path.length > 0 ? `${written(path)}: ${text}` : text }]
  switch (issue.code) {
    case 'too_small':
    case 'too_big': {
      const bound =
        issue.code === 'too_small'
          ? `${issue.exact ? 'exactly' : 'at least'} ${issue.minimum}`
          : `${issue.exact ? 'exactly' : 'at most'} ${issue.maximum}`
      return at(`${bound}${unit(issue.origin)} expected, ${size(found)} found`)
    }
    case 'invalid_type':
      return at(`${named(issue.expected)} expected, ${kind(found)} found`)
    case 'invalid_value':
      return at(`${issue.values.map(String).join(', ')} expected, ${shown(found)} found`)
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        text: `${written([...path, key])}: unknown key`,
      }))
    default:
      return at(issue.message)
  }
}

/** A path as people write it: `facts[3].topic`. */
export function written(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('')
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    data,
  )
}

function unit(origin: string): string {
  return origin === 'string' ? ' characters' : ''
}

function size(value: unknown): string {
  if (Array.isArray(value)) return String(value.length)
  return typeof value === 'string' ? String(value.trim().length) : shown(value)
}

function named(type: string): string {
  return (
    { array: 'a list', object: 'a map', record: 'a map', int: 'a whole number', number: 'a number' }[type] ??
    type
  )
}

function kind(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a map' : shown(value)
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
