import { type CommandEvent, defineCommand } from '#bot'
import type { Caller } from '../src/features/caller.ts'
import type { ChallengeApi } from '../src/features/challenge/index.ts'

type Context = Readonly<{ caller: Caller; challenge: ChallengeApi }>

export default defineCommand({
  options: {},
  answer: 'private',
  run: (_, event: CommandEvent, { challenge, caller }: Context) => challenge.running(event, caller),
})
