import { languageOf } from '#bot'
import type { Feature } from '../feature.ts'
import { groupAt } from './store.ts'

/** Knows which group a space belongs to. Its store serves all other features. */
export const groups: Feature<object> = {
  name: 'groups',
  create: ({ db }) => ({
    api: {},
    listener: {
      async onJoined({ channel, spaceLocale }) {
        await groupAt(db, channel, languageOf(spaceLocale))
      },
    },
  }),
}
