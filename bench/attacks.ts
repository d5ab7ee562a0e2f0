import { attackChallenge, attackMock, type Outcome } from '../test/e2e/attacks/attacks.ts'
import type { BenchDeps } from './figures.ts'

/** How long others wait for an answer while members write texts that once stopped the bot. */
export async function benchAttacks(deps: BenchDeps): Promise<string> {
  // The bench closes it.
  const database = { ...deps, close: async () => undefined }
  const challenge = await attackChallenge({ db: database })
  const mock = await attackMock({ db: database })
  return [
    said('files in a challenge on Discord', challenge),
    said('a message in a mock on Slack', mock),
  ].join('\n')
}

function said(what: string, { answers, slowestMs, blockedMs }: Outcome): string {
  return `attacks, ${what}: ${answers.length} commands of others answered, the slowest in ${slowestMs.toFixed(0)} ms; the process was blocked for ${blockedMs.toFixed(0)} ms of processor time at most`
}
