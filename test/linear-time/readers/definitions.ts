import { action, type CommandDefinition, type Form, type OptionDefinition } from '#bot'
import { localized } from '../../support/localized.ts'

const described = localized('d', 'd')
const option = (name: string, rest: Partial<OptionDefinition>): OptionDefinition => ({
  name,
  description: described,
  kind: 'text',
  required: false,
  ...rest,
})
export const OPTIONS: readonly OptionDefinition[] = [
  option('problem', {}),
  option('minutes', { kind: 'integer' }),
  option('channel', { kind: 'channel' }),
  option('member', { kind: 'user' }),
]
export const PLAIN: CommandDefinition = { name: 'mock', description: described, options: OPTIONS }
export const NESTED: CommandDefinition = {
  name: 'schedule',
  description: described,
  options: [],
  subcommands: [{ name: 'add', description: described, options: OPTIONS }],
}

const field = { label: 'L', required: false } as const
export const FORM: Form = {
  action: action('form'),
  title: 'Form',
  submit: 'Send',
  fields: [
    { ...field, id: 'text', kind: 'text', multiline: true, maxLength: 40_000 },
    { ...field, id: 'choice', kind: 'choice', choices: [{ value: 'a', label: 'A' }] },
  ],
}
