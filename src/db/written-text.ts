import { customType } from 'drizzle-orm/pg-core'

/** Text that people wrote. PostgreSQL refuses NUL and half surrogate pairs: the first is left out, the second becomes U+FFFD. */
export const writtenText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => value.toWellFormed().replaceAll('\0', ''),
})
