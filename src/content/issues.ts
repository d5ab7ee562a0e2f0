import type { z } from 'zod'
import { type Sentence, sentence } from '#bot'
import { editDistance } from '../kit/edit-distance.ts'
import { type Flaw, flaw } from './mistakes.ts'

export type Path = readonly PropertyKey[]

type FlawAt = Readonly<{ path: Path; flaw: Flaw }>

/** A value as a mistake repeats it: its text, or the name of its kind. */
type Described = string | number | Sentence

/**
 * Maps zod's issues to flaws: what was expected, what was found, and the likely cause. Only the first of several
 * issues about one value counts: a text in the place of a list is not also too long.
 * @param lineAt the line of the source on which the thing at a path stands, or the nearest thing around it
 */
export function flawsOf(
  issues: readonly z.core.$ZodIssue[],
  data: unknown,
  lineAt: (path: Path) => string,
): readonly FlawAt[] {
  const missing = issues.filter(({ path }) => valueAt(data, path) === undefined).map(({ path }) => path)
  const seen = new Set<string>()
  return issues
    .flatMap((issue): readonly FlawAt[] =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey([...issue.path, key], missing))
        : [{ path: issue.path, flaw: flawOf(issue, valueAt(data, issue.path), () => lineAt(issue.path)) }],
    )
    .filter(({ path, flaw: { code } }) => {
      const name = `${code === 'unknownKey' || code === 'meantKey'} ${written(path)}`
      if (seen.has(name)) return false
      seen.add(name)
      return true
    })
}

/** @param missing paths of absent keys; one in the same map that looks alike is likely meant */
function unknownKey(path: Path, missing: readonly Path[]): FlawAt {
  const parent = written(path.slice(0, -1))
  const typed = plain(path.at(-1))
  const meant = missing
    .filter((each) => written(each.slice(0, -1)) === parent)
    .find((each) => editDistance(plain(each.at(-1)), typed) <= 2)
  return { path, flaw: meant ? flaw('meantKey', { key: String(meant.at(-1)) }) : flaw('unknownKey') }
}

function flawOf(issue: z.core.$ZodIssue, found: unknown, line: () => string): Flaw {
  switch (issue.code) {
    case 'too_small': {
      const bound = { min: Number(issue.minimum), found: sizeOf(found) }
      if (issue.exact) return flaw('exactly', { wanted: bound.min, found: bound.found })
      return issue.origin === 'string' ? flaw('minChars', bound) : flaw('min', bound)
    }
    case 'too_big': {
      const bound = { max: Number(issue.maximum), found: sizeOf(found) }
      if (issue.exact) return flaw('exactly', { wanted: bound.max, found: bound.found })
      return issue.origin === 'string' ? flaw('maxChars', bound) : flaw('max', bound)
    }
    case 'invalid_type': {
      const parts = { wanted: typeNamed(issue.expected), found: kindOf(found) }
      const why = whyOf(issue.expected, found, line)
      return why ? flaw('expectedBecause', { ...parts, why }) : flaw('expected', parts)
    }
    case 'invalid_value':
      return flaw('expected', { wanted: issue.values.map(String).join(', '), found: shown(found) })
    case 'custom':
      return isFlaw(issue.params) ? issue.params : flaw('invalid', { message: issue.message })
    default:
      return flaw('invalid', { message: issue.message })
  }
}

/** Only our schemas give an issue these parameters. */
function isFlaw(params: unknown): params is Flaw {
  return typeof params === 'object' && params !== null && 'code' in params && 'params' in params
}

/** The likely reason for a value of the wrong type. */
function whyOf(expected: string, found: unknown, line: () => string): Sentence | undefined {
  if (expected === 'array') return typeof found === 'string' ? sentence('mistake.part.entries') : undefined
  if (expected !== 'string') return undefined
  if (found === null && /:\s+#/u.test(line())) return sentence('mistake.part.comment')
  if (typeof found === 'number' || typeof found === 'boolean') return sentence('mistake.part.quote')
  const isMap = found !== null && typeof found === 'object' && !Array.isArray(found)
  return isMap ? sentence('mistake.part.colon') : undefined
}

function plain(key: PropertyKey | undefined): string {
  return String(key)
    .toLowerCase()
    .replace(/[\s_-]+/gu, '')
    .slice(0, 40)
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

function sizeOf(value: unknown): Described {
  if (Array.isArray(value)) return value.length
  return typeof value === 'string' ? value.trim().length : shown(value)
}

function typeNamed(type: string): Described {
  switch (type) {
    case 'array':
      return sentence('mistake.part.list')
    case 'object':
    case 'record':
      return sentence('mistake.part.map')
    case 'int':
      return sentence('mistake.part.whole')
    case 'number':
      return sentence('mistake.part.number')
    case 'string':
      return sentence('mistake.part.text')
    default:
      return type
  }
}

function kindOf(value: unknown): Described {
  if (Array.isArray(value)) return sentence('mistake.part.list')
  return typeof value === 'object' && value !== null ? sentence('mistake.part.map') : shown(value)
}

function shown(value: unknown): Described {
  if (value === undefined || value === null) return sentence('mistake.part.nothing')
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
