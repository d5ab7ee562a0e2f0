import { type CommandEvent, defineCommand } from '#bot'
import type { WhiteboardFlow } from '../src/features/whiteboard/flow.ts'

type Context = Readonly<{ whiteboard: WhiteboardFlow }>

export default defineCommand({
  options: { stage: { kind: 'text', autocomplete: true } },
  answer: 'private',
  run: ({ stage }, event: CommandEvent, { whiteboard }: Context) => whiteboard.open(event, stage),
  suggest: (event, { whiteboard }) => whiteboard.suggest(event),
})
