import { attackChallenge, attackMock, type Outcome } from '../test/e2e/attacks/attacks.ts'

/** How long others wait for an answer while members write texts that once stopped the bot. */
export async function benchAttacks(): Promise<string> {
  const challenge = await attackChallenge()
  const mock = await attackMock()
  return [
    said('files in a challenge on Discord', challenge),
    said('a message in a mock on Slack', mock),
  ].join('\n')
}

function said(what: string, { answers, slowestMs, blockedMs }: Outcome): string {
  return `attacks, ${what}: ${answers.length} commands of others answered, the slowest in ${slowestMs.toFixed(0)} ms; the process was blocked for ${blockedMs.toFixed(0)} ms at most`
}
