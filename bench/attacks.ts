import { attackChallenge, attackMock, type Outcome } from '../test/e2e/attacks/attacks.ts'
import { type BenchDeps, spread } from './figures.ts'

/** Each text is written so often: some hundred questions of others come meanwhile. */
const ROUNDS = 20

/** How long others wait for an answer while members write texts that once stopped the bot. */
export async function benchAttacks(deps: BenchDeps): Promise<string> {
  // The bench closes it.
  const database = { ...deps, close: async () => undefined }
  const challenge = await attackChallenge({ db: database, rounds: ROUNDS })
  const mock = await attackMock({ db: database, rounds: ROUNDS })
  return [
    said('files in a challenge on Discord', challenge),
    said('a message in a mock on Slack', mock),
  ].join('\n')
}

function said(what: string, { times, blockedMs, leases: [before, after] }: Outcome): string {
  const kept = before.join() === after.join()
  return [
    spread(`attacks, ${what}: commands of others answered`, times),
    `attacks, ${what}: the process was blocked for ${blockedMs.toFixed(0)} ms of processor time at most, its leases were ${kept ? 'kept' : 'lost'}`,
  ].join('\n')
}
