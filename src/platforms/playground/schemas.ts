import { z } from 'zod'
import { LANGUAGES } from '#bot'
import type { From } from './wire.ts'

/** The longest text of a message, in UTF-16 units, as a page's field counts them. */
export const MAX_TEXT_LENGTH = 4000
export const MAX_NAME_LENGTH = 40
const MAX_FILES = 10

const from = z.object({ as: z.string().max(40), locale: z.enum(LANGUAGES) }) satisfies z.ZodType<From>
const id = z.string().max(40)
const place = { channel: z.string().max(60), thread: id.nullable() }
const name = z.string().max(100)
const values = z.record(z.string().max(100), z.string().max(40_000))

/** The bodies of the API, see `Api` in wire.ts. Texts that are too long pass here and get a sentence later. */
export const bodies = {
  command: from.extend({
    ...place,
    name,
    subcommand: name.optional(),
    options: z.record(z.string().max(100), z.union([z.string().max(4000), z.number()])),
  }),
  suggest: from.extend({
    ...place,
    name,
    subcommand: name.optional(),
    option: name,
    typed: z.string().max(4000),
  }),
  action: from.extend({ message: id, action: z.string().max(400), value: z.string().max(400).optional() }),
  form: from.extend({ ...place, form: z.string().max(400), values, source: id.optional() }),
  draft: from.extend({ form: z.string().max(400), values }),
  say: from.extend({ ...place, text: z.string(), files: z.array(z.uuid()).max(MAX_FILES) }),
  rewrite: from.extend({ message: id, text: z.string() }),
  remove: from.extend({ message: id }),
  react: from.extend({ message: id, emoji: z.string().max(40), on: z.boolean() }),
  rename: from.extend({ person: z.string().max(40), name: z.string().max(1000) }),
  speed: from.extend({ speed: z.number() }),
  history: from.extend({ ...place, before: id.nullable() }),
} as const

export type Bodies = { [K in keyof typeof bodies]: z.output<(typeof bodies)[K]> }
