import { customType } from 'drizzle-orm/pg-core'

/** Text written by users. PostgreSQL refuses NUL, which is removed, and half surrogate pairs, which become U+FFFD. */
export const writtenText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => value.toWellFormed().replaceAll('\0', ''),
})
