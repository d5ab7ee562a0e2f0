import { type CommandEvent, defineCommand } from '#bot'
import type { MockFlow } from '../src/features/mock/flow.ts'

type Context = Readonly<{ mocks: MockFlow }>

export default defineCommand({
  options: {
    problem: { kind: 'text', required: true, autocomplete: true },
    // Limits are checked by the feature, which says what they are; the client only says "invalid".
    minutes: { kind: 'integer' },
    language: { kind: 'text', choices: ['en', 'zh'] },
  },
  answer: 'private',
  run: (options, event: CommandEvent, { mocks }: Context) => mocks.open(event, options),
  suggest: (event, { mocks }) => mocks.suggest(event),
})
