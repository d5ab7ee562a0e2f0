import { action, type Button, type Choice, type Message } from '#bot'
import type { Caller } from '../caller.ts'
import type { Feature } from '../feature.ts'
import { helpCard } from './cards.ts'
import { changeSettings, type SettingsOptions } from './change.ts'
import { suggestTimeZones } from './time-zone.ts'

export type SettingsApi = Readonly<{
  /**
   * Changes what is given and shows the settings as they then are.
   * @throws UserError when the caller is no organiser, or a value is wrong: then nothing changes
   */
  change(caller: Caller, options: SettingsOptions): Promise<Message>
  suggestTimeZones(typed: string): readonly Choice[]
  help(caller: Caller): Message
}>

/** `/settings` and `/help`. */
export const settings: Feature<SettingsApi> = {
  name: 'settings',
  create: (deps) => ({
    api: {
      change: (caller, options) => changeSettings(deps, caller, options),
      suggestTimeZones: (typed) => suggestTimeZones(typed, deps.clock.now()),
      help: ({ t }) => helpCard(t),
    },
    actions: {
      'settings.help': { answer: 'private', run: async (_, { t }) => helpCard(t) },
      'settings.show': { answer: 'private', run: (_, caller) => changeSettings(deps, caller, {}) },
    },
    async home({ t, organiser }) {
      const help: Button = { label: t('home.help'), action: action('settings.help') }
      const show: Button = { label: t('home.settings'), action: action('settings.show') }
      return [{ type: 'buttons', buttons: organiser ? [help, show] : [help] }]
    },
  }),
}
