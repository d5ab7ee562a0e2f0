import { type CommandEvent, defineCommand } from '#bot'
import type { LearnFlow } from '../src/features/learn/flow.ts'

type Context = Readonly<{ learn: LearnFlow }>

export default defineCommand({
  options: { query: { kind: 'text', autocomplete: true, rest: true } },
  answer: 'private',
  run: ({ query }, event: CommandEvent, { learn }: Context) => learn.open(event, query),
  suggest: (event, { learn }) => learn.suggest(event),
})
