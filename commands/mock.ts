import { type CommandEvent, defineCommand, LANGUAGES } from '#bot'
import type { Caller } from '../src/features/caller.ts'
import type { MockApi } from '../src/features/mock/index.ts'

type Context = Readonly<{ caller: Caller; mock: MockApi }>

export default defineCommand({
  options: {
    problem: {
      kind: 'text',
      required: true,
      autocomplete: true,
      rest: true,
      takes: 'problem',
      aliases: ['题目', '題目'],
    },
    // Limits are checked by the feature, which says what they are; the client only says "invalid".
    minutes: { kind: 'integer', aliases: ['minute', 'min', 'mins', 'm', '分钟', '分鐘'] },
    language: { kind: 'text', choices: LANGUAGES, aliases: ['lang', '语言', '語言'] },
  },
  answer: 'private',
  run: (options, event: CommandEvent, { mock, caller }: Context) => mock.open(event, caller, options),
  suggest: (event, { mock }) => mock.suggest(event),
})
