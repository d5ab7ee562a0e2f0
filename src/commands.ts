import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command, CommandDefinition, Localized, OptionDefinition, OptionSpec } from '#bot'
import type { Texts } from './content/texts.ts'

/**
 * The commands in a folder: one file each, named like the command.
 * @throws Error naming the file that is no command
 */
export async function loadCommands<Context>(folder: URL): Promise<ReadonlyMap<string, Command<Context>>> {
  const commands = new Map<string, Command<Context>>()
  const files = readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith('.ts'))
  for (const file of files.sort()) {
    const module: { default?: unknown } = await import(new URL(file, folder).href)
    if (!isCommand<Context>(module.default))
      throw new Error(`commands/${file}: its default export is no command`)
    commands.set(file.slice(0, -'.ts'.length), module.default)
  }
  return commands
}

function isCommand<Context>(value: unknown): value is Command<Context> {
  return (
    typeof value === 'object' && value !== null && 'run' in value && 'options' in value && 'answer' in value
  )
}

/**
 * What the platforms register: the commands with their words from the catalogues.
 * @throws Error naming the text that is missing
 */
export function defineCommands<Context>(
  commands: ReadonlyMap<string, Command<Context>>,
  texts: Texts,
): readonly CommandDefinition[] {
  const words = (key: string): Localized => {
    const [en, zh] = [texts.lookUp('en', key), texts.lookUp('zh', key)]
    if (en === undefined || zh === undefined) throw new Error(`content/locales: ${key} is missing`)
    return { en, zh }
  }
  const option = (command: string, name: string, { choices, ...spec }: OptionSpec): OptionDefinition => ({
    ...spec,
    name,
    description: words(`command.${command}.options.${name}`),
    ...(choices && { choices: choices.map((value) => ({ value, label: words(`${name}.${value}`) })) }),
  })
  return [...commands].map(([name, { adminOnly, options }]) => ({
    name,
    description: words(`command.${name}.description`),
    adminOnly: adminOnly ?? false,
    options: Object.entries(options).map(([key, spec]) => option(name, key, spec)),
  }))
}
