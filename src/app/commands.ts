import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type Command,
  type CommandDefinition,
  inEach,
  type Localized,
  type OptionDefinition,
  type OptionSpec,
  type WordReader,
} from '#bot'
import type { Texts } from '../texts/catalogue.ts'
import type { WordKinds } from './word-kinds.ts'

/**
 * Loads the commands in a folder: one file per command, with its name.
 * @throws Error that names the file that is no command
 */
export async function loadCommands<Context>(folder: URL): Promise<ReadonlyMap<string, Command<Context>>> {
  const files = readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith('.ts'))
  const load = async (file: string) => {
    const module: { default?: unknown } = await import(new URL(file, folder).href)
    if (!isCommand<Context>(module.default))
      throw new Error(`commands/${file}: its default export is no command`)
    return [file.slice(0, -'.ts'.length), module.default] as const
  }
  return new Map(await Promise.all(files.sort().map(load)))
}

function isCommand<Context>(value: unknown): value is Command<Context> {
  if (typeof value !== 'object' || value === null) return false
  return 'subcommands' in value || ('run' in value && 'options' in value && 'answer' in value)
}

/**
 * The commands with their texts from the catalogues, as the platforms register them.
 * @param kinds what `takes` may name; not needed to register commands
 * @throws Error that names the missing text or kind of words
 */
export function defineCommands<Context>(
  commands: ReadonlyMap<string, Command<Context>>,
  texts: Pick<Texts, 'lookUp'>,
  kinds?: WordKinds,
): readonly CommandDefinition[] {
  const words = (key: string): Localized => {
    return inEach((language) => {
      const text = texts.lookUp(language, key)
      if (text === undefined) throw new Error(`content/locales: ${key} is missing in ${language}.json`)
      return text
    })
  }
  const option = (path: string, name: string, { choices, takes, ...spec }: OptionSpec): OptionDefinition => ({
    ...spec,
    ...(takes !== undefined && kinds && { fits: readerOf(takes, kinds) }),
    name,
    description: words(`${path}.options.${name}`),
    ...(choices && { choices: choices.map((value) => ({ value, label: words(`${name}.${value}`) })) }),
  })
  /** A command or a subcommand. @param path of its texts */
  const described = (path: string, name: string, options: Readonly<Record<string, OptionSpec>>) => ({
    name,
    description: words(`${path}.description`),
    options: Object.entries(options).map(([key, spec]) => option(path, key, spec)),
  })
  return [...commands].map(([name, command]) => {
    const path = `command.${name}`
    if (!('subcommands' in command)) return described(path, name, command.options)
    const subcommands = Object.entries(command.subcommands).map(([sub, { options }]) =>
      described(`${path}.${sub}`, sub, options),
    )
    return { ...described(path, name, {}), subcommands }
  })
}

function readerOf(takes: string, kinds: WordKinds): WordReader {
  const reader = kinds[takes]
  if (!reader) throw new Error(`commands: no feature reads words of the kind ${takes}`)
  return reader
}
