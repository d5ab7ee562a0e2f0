import { bigint, customType } from 'drizzle-orm/pg-core'

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** A moment of bot time: milliseconds since the epoch. */
export const botTime = (name: string) => bigint(name, { mode: 'number' })

/**
 * A jsonb column. User text may contain NUL or half a surrogate pair (a text cut in the middle of an emoji), which jsonb
 * refuses. NUL is removed, and half a pair becomes U+FFFD.
 */
export function jsonColumn<T>(name: string) {
  return customType<{ data: T; driverData: unknown }>({
    dataType: () => 'jsonb',
    toDriver: toJson,
    fromDriver: (value) => value as T,
  })(name)
}

/** The text of a value that jsonb accepts. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    typeof part === 'string' ? part.toWellFormed().replaceAll('\0', '') : part,
  )
}
