import { bigint, customType, text, timestamp } from 'drizzle-orm/pg-core'
import type { PlatformName } from '#bot'

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** A moment of bot time: milliseconds since the epoch. */
export const botTime = (name: string) => bigint(name, { mode: 'number' })

/** A moment of real time, by the database's clock. */
export const realTime = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** The column `platform`: the one that the rest of a row's ids belong to. */
export const platformName = () => text('platform').$type<PlatformName>()

/** Text written by users. PostgreSQL refuses NUL, which is removed, and half surrogate pairs, which become U+FFFD. */
export const writtenText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: storable,
})

/**
 * A jsonb column. User text in it is stored as `writtenText` stores it; half a surrogate pair comes from a text that was
 * cut in the middle of an emoji.
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
  return JSON.stringify(value, (_key, part) => (typeof part === 'string' ? storable(part) : part))
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}
