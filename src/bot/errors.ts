import type { TextArguments, TextKey } from './texts.ts'

/** A text as data: a key and its parameters, said later in the language of the person who reads it. */
export type Saying = Readonly<{ key: TextKey; params: Readonly<Record<string, string | number>> }>

/**
 * A refusal that a person may read. The router answers with it privately, in the person's language; any other
 * error is a fault.
 */
export class UserError<Key extends TextKey = TextKey> extends Error implements Saying {
  readonly key: TextKey
  readonly params: Saying['params']

  constructor(key: Key, ...[params]: TextArguments<Key>) {
    super(key)
    this.name = 'UserError'
    this.key = key
    this.params = { ...params }
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
