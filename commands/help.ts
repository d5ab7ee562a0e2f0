import { type CommandEvent, defineCommand } from '#bot'
import type { Caller } from '../src/features/caller.ts'
import type { SettingsApi } from '../src/features/settings/index.ts'

type Context = Readonly<{ caller: Caller; settings: SettingsApi }>

export default defineCommand({
  options: {},
  answer: 'private',
  run: (_, _event: CommandEvent, { settings, caller }: Context) => settings.help(caller),
})
