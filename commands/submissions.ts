import { type CommandEvent, defineCommand } from '#bot'
import type { ChallengeFlow } from '../src/features/challenge/flow.ts'

type Context = Readonly<{ challenges: ChallengeFlow }>

export default defineCommand({
  options: {},
  answer: 'private',
  run: (_, event: CommandEvent, { challenges }: Context) => challenges.mine(event),
})
