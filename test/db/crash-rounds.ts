import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openEmbedded } from '../../src/db/embedded.ts'
import { openSql } from '../support/sql.ts'
import { until } from '../support/until.ts'

/** Rows that are acknowledged before anything is killed. */
const LEAST = 10
const WRITER = fileURLToPath(new URL('./crash-writer.ts', import.meta.url))

export type CrashFigures = Readonly<{
  acknowledged: number
  /** Rows that were acknowledged and are not there. */
  lost: readonly string[]
  /** Transactions of which one half is there and the other is not. */
  torn: number
  /** From the start of each bot to the first row it had acknowledged, in milliseconds. */
  startsMs: readonly number[]
}>

/** Rounds of: start a bot, let it write, kill -9 it and its server at a moment that the seed decides. */
export async function crashRounds(folder: string, rounds: number, seed: number): Promise<CrashFigures> {
  const random = dice(seed)
  const acknowledged: string[] = []
  const startsMs: number[] = []
  for (let round = 0; round < rounds; round++)
    startsMs.push(await crashOnce(folder, round, random, acknowledged))
  const embedded = await openEmbedded(folder, pino({ level: 'silent' }))
  const { sql, close } = openSql(embedded.connection)
  try {
    const rows = await sql<{ row: string }[]>`select round || ' ' || writer || ' ' || n as row from kept`
    const there = new Set(rows.map(({ row }) => row))
    const [torn] = await sql<{ n: number }[]>`
      select count(*)::int as n from kept full join twins using (round, writer, n)
      where kept is null or twins is null`
    return {
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((row) => !there.has(row)),
      torn: torn?.n ?? Number.NaN,
      startsMs,
    }
  } finally {
    await close()
    await embedded.stop()
  }
}

async function crashOnce(
  folder: string,
  round: number,
  random: () => number,
  acknowledged: string[],
): Promise<number> {
  const began = performance.now()
  const before = acknowledged.length
  const bot = spawn(process.execPath, [WRITER, folder, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(bot, 'close')
  try {
    const lines = createInterface({ input: bot.stdout })
    lines.on('line', (line) => acknowledged.push(line))
    const first = await Promise.race([once(lines, 'line').then(() => 'writes'), ended.then(() => 'ended')])
    if (first === 'ended') throw new Error(`the bot of round ${round} ended by itself`)
    const started = performance.now() - began
    // However slow the machine is, each round has something to lose.
    await until(() => acknowledged.length >= before + LEAST)
    await sleep(random() * 500)
    const killings = [() => void bot.kill('SIGKILL'), () => killServer(folder)]
    if (random() < 0.5) killings.reverse()
    for (const kill of killings) {
      await kill()
      await sleep(random() * 60)
    }
    return started
  } finally {
    bot.kill('SIGKILL')
    await ended
    // A bot that outlived its server may have started another.
    await killServer(folder)
  }
}

async function killServer(folder: string): Promise<void> {
  const content = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(content, 10)
  if (!(pid > 0) || !(await isPostgres(pid))) return
  // Its processes notice by themselves that it is gone, and go.
  process.kill(pid, 'SIGKILL')
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('postgres')
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
