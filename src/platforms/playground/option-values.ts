import type { CommandOptions, OptionDefinition, SubcommandDefinition } from '#bot'
import type { Viewer } from './channels.ts'
import { Refusal } from './refusal.ts'
import type { Person } from './wire.ts'

/**
 * Checks what the page itself would have refused; the command checks the rest.
 * @throws Refusal naming the option
 */
export function checkOptions(
  { options: definitions }: Pick<SubcommandDefinition, 'options'>,
  options: CommandOptions,
  people: readonly Person[],
  { channels }: Viewer,
): CommandOptions {
  const fits = ({ kind, choices }: OptionDefinition, value: string | number): boolean => {
    if (choices && !choices.some((choice) => choice.value === value)) return false
    switch (kind) {
      case 'text':
        return typeof value === 'string'
      case 'integer':
        return Number.isInteger(value)
      case 'user':
        return people.some(({ id }) => id === value)
      case 'channel':
        return typeof value === 'string' && channels.includes(value)
      default:
        return kind satisfies never
    }
  }
  const bad = (name: string) => new Refusal(400, 'playground.server.badOption', { name })
  for (const [name, value] of Object.entries(options)) {
    const definition = definitions.find((each) => each.name === name)
    if (!definition || !fits(definition, value)) throw bad(name)
  }
  const missing = definitions.find(({ name, required }) => required && !Object.hasOwn(options, name))
  if (missing) throw bad(missing.name)
  return options
}
