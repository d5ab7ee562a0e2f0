import { type CommandEvent, defineCommand } from '#bot'
import type { SettingsFlow } from '../src/features/settings/flow.ts'

type Context = Readonly<{ settings: SettingsFlow }>

export default defineCommand({
  options: {},
  answer: 'private',
  run: (_, event: CommandEvent, { settings }: Context) => settings.help(event),
})
