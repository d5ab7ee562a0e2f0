import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crashRounds } from '../test/db/crash-rounds.ts'
import { spread } from './figures.ts'

const ROUNDS = 20

/** Kills bots and their embedded servers repeatedly, on a database of its own. */
export async function benchCrashes(): Promise<string> {
  const seed = Date.now() % 1_000_000
  const folder = await mkdtemp(join(tmpdir(), 'loopmate-crashes-'))
  // If root runs this, the server runs as another user, who has to enter the folder.
  await chmod(folder, 0o755)
  try {
    const { acknowledged, lost, torn, startsMs } = await crashRounds(folder, ROUNDS, seed)
    const what = `crashes, ${ROUNDS} rounds (seed ${seed}), ${acknowledged} transactions acknowledged, ${lost.length} lost, ${torn} torn`
    return spread(`${what}; start of the bot to its first row`, startsMs)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
