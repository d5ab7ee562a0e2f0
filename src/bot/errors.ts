import { type Sentence, type SentenceArguments, sentence, type TextKey } from './texts.ts'

/**
 * A refusal that a person may read. The router answers with it privately, in the person's language; any other
 * error is a fault.
 */
export class UserError<Key extends TextKey = TextKey> extends Error implements Sentence {
  readonly key: Sentence['key']
  readonly params: Sentence['params']

  constructor(...said: SentenceArguments<Key>) {
    const { key, params } = sentence(...said)
    super(key)
    this.name = 'UserError'
    this.key = key
    this.params = params
  }
}

/**
 * Why a platform did not do what it was asked.
 * `gone`: the place is no more; `forbidden`: a permission is missing; `invalid`: it will never be
 * accepted; `later`: try again, after `retryAfter` milliseconds of real time where the platform said so.
 */
export class PlatformError extends Error {
  readonly kind: 'gone' | 'forbidden' | 'invalid' | 'later'
  readonly retryAfter: number | undefined

  constructor(
    kind: PlatformError['kind'],
    message: string,
    options: { retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'PlatformError'
    this.kind = kind
    this.retryAfter = options.retryAfter
  }
}

/** The log level of a failure: members may delete a place or remove the bot from it at any time, which is no fault. */
export function levelOf(error: unknown): 'warn' | 'error' {
  return error instanceof PlatformError && (error.kind === 'gone' || error.kind === 'forbidden')
    ? 'warn'
    : 'error'
}
