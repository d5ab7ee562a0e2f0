import { ContentError } from '../content/errors.ts'
import { ConfigError } from '../db/config-error.ts'

/** Whether an error is for the operator to correct: its message says in plain sentences what to do. */
export function needsOperator(error: unknown): error is ConfigError | ContentError {
  return error instanceof ConfigError || error instanceof ContentError
}
