import { type CommandEvent, defineCommand } from '#bot'
import type { Caller } from '../src/features/caller.ts'
import type { LearnApi } from '../src/features/learn/index.ts'

type Context = Readonly<{ caller: Caller; learn: LearnApi }>

export default defineCommand({
  options: { query: { kind: 'text', autocomplete: true, rest: true } },
  answer: 'private',
  run: ({ query }, _event: CommandEvent, { learn, caller }: Context) => learn.open(caller, query),
  suggest: (event, { learn }) => learn.suggest(event),
})
