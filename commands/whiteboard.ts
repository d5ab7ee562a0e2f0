import { type CommandEvent, defineCommand } from '#bot'
import type { Caller } from '../src/features/caller.ts'
import type { WhiteboardApi } from '../src/features/whiteboard/index.ts'

type Context = Readonly<{ caller: Caller; whiteboard: WhiteboardApi }>

export default defineCommand({
  options: { stage: { kind: 'text', autocomplete: true, rest: true } },
  answer: 'private',
  run: ({ stage }, event: CommandEvent, { whiteboard, caller }: Context) =>
    whiteboard.open(event, caller, stage),
  suggest: (event, { whiteboard }) => whiteboard.suggest(event),
})
