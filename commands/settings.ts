import { type CommandEvent, defineCommand, LANGUAGES } from '#bot'
import type { Caller } from '../src/features/caller.ts'
import type { SettingsApi } from '../src/features/settings/index.ts'

type Context = Readonly<{ caller: Caller; settings: SettingsApi }>

export default defineCommand({
  options: {
    language: { kind: 'text', choices: LANGUAGES, aliases: ['lang', '语言', '語言'] },
    'time-zone': { kind: 'text', autocomplete: true, takes: 'zone', aliases: ['tz', 'zone', '时区', '時區'] },
    minutes: { kind: 'integer', aliases: ['minute', 'min', 'mins', 'm', '分钟', '分鐘'] },
    'add-organiser': {
      kind: 'user',
      aliases: [
        'add-organizer',
        'add-organisers',
        'add-organizers',
        'organiser',
        'organizer',
        'organisers',
        'organizers',
        'add',
      ],
    },
    'remove-organiser': {
      kind: 'user',
      aliases: ['remove-organizer', 'remove-organisers', 'remove-organizers', 'remove'],
    },
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
