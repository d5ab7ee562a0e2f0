import { type CommandEvent, defineCommand } from '#bot'
import type { Caller } from '../src/features/caller.ts'
import type { MockApi } from '../src/features/mock/index.ts'

type Context = Readonly<{ caller: Caller; mock: MockApi }>

export default defineCommand({
  options: {
    problem: { kind: 'text', required: true, autocomplete: true },
    // Limits are checked by the feature, which says what they are; the client only says "invalid".
    minutes: { kind: 'integer' },
    language: { kind: 'text', choices: ['en', 'zh'] },
  },
  answer: 'private',
  run: (options, event: CommandEvent, { mock, caller }: Context) => mock.open(event, caller, options),
  suggest: (event, { mock }) => mock.suggest(event),
})
