import { type CommandEvent, defineCommand } from '#bot'
import type { Caller } from '../src/features/caller.ts'
import type { SettingsApi } from '../src/features/settings/index.ts'

type Context = Readonly<{ caller: Caller; settings: SettingsApi }>

export default defineCommand({
  options: {
    language: { kind: 'text', choices: ['en', 'zh'] },
    'time-zone': { kind: 'text', autocomplete: true },
    minutes: { kind: 'integer' },
    'add-organiser': { kind: 'user' },
    'remove-organiser': { kind: 'user' },
  },
  answer: 'private',
  run: (options, _event: CommandEvent, { settings, caller }: Context) =>
    settings.change(caller, {
      language: options.language,
      timeZone: options['time-zone'],
      minutes: options.minutes,
      addOrganiser: options['add-organiser'],
      removeOrganiser: options['remove-organiser'],
    }),
  suggest: async (event, { settings }) => settings.suggestTimeZones(event.typed),
})
