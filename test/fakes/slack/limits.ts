import { ApiError } from './api-error.ts'
import { plain } from './blocks.ts'
import type { Part } from './model.ts'
import type { World } from './world.ts'

/** Collects what is wrong with a payload, in the words that Slack uses. */
export class Problems {
  readonly list: string[] = []

  add(pointer: string, text: string): void {
    this.list.push(`${text} [json-pointer:${pointer}]`)
  }

  text(pointer: string, text: Part | string | undefined, most: number): void {
    if (text === undefined) return
    const at = typeof text === 'string' ? pointer : `${pointer}/text`
    const { length } = plain(text)
    if (length === 0) this.add(at, 'must be more than 0 characters')
    if (length > most) this.add(at, `must be less than ${most + 1} characters`)
  }

  /** A text that may be empty. */
  most(pointer: string, text: unknown, most: number): void {
    if (typeof text === 'string' && text.length > most)
      this.add(pointer, `must be less than ${most + 1} characters`)
  }

  items(pointer: string, items: readonly unknown[] | undefined, most: number, least = 1): void {
    if (items === undefined) return
    if (items.length < least) this.add(pointer, `no less than ${least} items allowed`)
    if (items.length > most) this.add(pointer, `no more than ${most} items allowed`)
  }

  /** Each value once. */
  unique(pointer: string, values: readonly (string | undefined)[], what: string): void {
    const seen = new Set<string>()
    for (const value of values) {
      if (value === undefined) continue
      if (seen.has(value)) this.add(pointer, `${what} \`${value}\` already exists`)
      seen.add(value)
    }
  }
}

/**
 * Runs a check of a payload and notes what it has against it.
 * @throws ApiError of the check
 */
export function noted<T>(world: World, method: string, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof ApiError) {
      const messages = (error.more.response_metadata as { messages?: string[] } | undefined)?.messages
      world.violations.push({ method, problem: [error.error, ...(messages ?? [])].join(' ') })
    }
    throw error
  }
}

/** @throws ApiError with this error where there is something in the list */
export function refuse(error: string, problems: readonly string[]): void {
  if (problems.length === 0) return
  throw new ApiError(error, {
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  })
}
