import { type CommandEvent, defineCommand } from '#bot'
import type { SettingsFlow } from '../src/features/settings/flow.ts'

type Context = Readonly<{ settings: SettingsFlow }>

export default defineCommand({
  options: {
    language: { kind: 'text', choices: ['en', 'zh'] },
    'time-zone': { kind: 'text', autocomplete: true },
    minutes: { kind: 'integer' },
    'add-organiser': { kind: 'user' },
    'remove-organiser': { kind: 'user' },
  },
  answer: 'private',
  run: (options, event: CommandEvent, { settings }: Context) =>
    settings.command(event, {
      language: options.language,
      timeZone: options['time-zone'],
      minutes: options.minutes,
      addOrganiser: options['add-organiser'],
      removeOrganiser: options['remove-organiser'],
    }),
  suggest: async (event, { settings }) => settings.suggestTimeZones(event.typed),
})
