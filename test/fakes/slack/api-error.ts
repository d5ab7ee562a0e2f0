import type { Json } from './model.ts'

/** An error answer: Slack's `ok: false`. */
export class ApiError extends Error {
  readonly error: string
  readonly more: Json

  constructor(error: string, more: Json = {}) {
    super(error)
    this.error = error
    this.more = more
  }
}

/** Wrong arguments, in the words that Slack uses for them. */
export function invalidArguments(...problems: readonly string[]): ApiError {
  return new ApiError('invalid_arguments', {
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  })
}
