import { readdirSync } from 'node:fs'
import { parse } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file in commands/ is a command: their names, in order. */
export const COMMAND_NAMES: readonly string[] = readdirSync(
  fileURLToPath(new URL('../../commands/', import.meta.url)),
)
  .map((file) => parse(file).name)
  .sort()

/** As the bot lists them: `/challenge, /help, …`. */
export const COMMAND_LIST = COMMAND_NAMES.map((name) => `/${name}`).join(', ')
