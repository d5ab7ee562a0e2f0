import type { z } from 'zod'

export type Path = readonly PropertyKey[]

export type Description = Readonly<{ path: Path; text: string }>

/** Says what was expected and what was found, with the path of the thing in the data. */
export function describeIssue(issue: z.core.$ZodIssue, data: unknown): readonly Description[] {
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
