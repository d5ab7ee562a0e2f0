import { HOUR } from '../../src/kit/durations.ts'
import { doInOrder, newConfirmed } from '../../test/e2e/challenge/actions.ts'
import { Cut } from '../../test/e2e/group/cuts.ts'
import { type Group, NAMES, type Name } from '../../test/e2e/group/group.ts'
import { passTime } from '../../test/support/database.ts'
import type { Random } from '../random.ts'
import { pause } from '../wait.ts'
import { actionOf, reactSomehow } from './actions.ts'
import { type Planned, planScore } from './plan.ts'

/** The bot is killed after this many answers at most, and while it gives the next. */
const MOST_ANSWERS = 14
/** The longest wait for them: people may have nothing to ask for, and a new bot catches up first. */
const LATEST_MS = 2000

/** The actions of a challenge's people: what is confirmed, and what is left. */
export type EventLog = Readonly<{
  /** Confirmed actions, each person's in order. */
  done: Planned[]
  left: ReadonlyMap<Name, Planned[]>
}>

export function newEventLog(plan: readonly Planned[]): EventLog {
  return { done: [], left: new Map(NAMES.map((name) => [name, plan.filter(({ who }) => who === name)])) }
}

export type Kills = Readonly<{
  random: Random
  times: number
  /** Whether there is time for another. */
  mayStrike(): boolean
  onKill(): void
  /** Called when the bot is back. */
  check(): Promise<void>
}>

/**
 * Kills the bot again and again while people answer, react and score. Each person repeats an action until it is
 * confirmed. At the end all actions are done.
 */
export async function killAndAct(group: Group, eventLog: EventLog, kills: Kills): Promise<void> {
  const { random, times, mayStrike, onKill, check } = kills
  for (let kill = 0; kill < times && mayStrike(); kill++) {
    for (const [who, queue] of eventLog.left) if (queue.length === 0) queue.push(planScore(random, who))
    const acting = actUntilKilled(group, random, eventLog)
    // A failure is thrown below, where it is awaited.
    acting.catch(() => undefined)
    await killSoon(group, random)
    onKill()
    await acting
    if (group.standsAlone) for (let n = random.int(0, 4); n > 0; n--) await reactSomehow(group, random)
    await passTime(group.db, Math.round(random.between(0, 3) * HOUR))
    await group.start()
    await check()
  }
  // The last bot still reads what it missed while people go on reacting.
  await Promise.all([
    react(group, random, MOST_ANSWERS),
    ...NAMES.map((name) => actInOrder(group, name, eventLog)),
  ])
}

/** Kills the bot after some answers, or after a while without any. */
export async function killSoon(group: Group, random: Random, latestMs = LATEST_MS): Promise<void> {
  const last = group.answered() + random.int(0, MOST_ANSWERS)
  const latest = Date.now() + latestMs
  while (group.answered() < last && Date.now() < latest) await pause(5)
  await pause(random.int(0, 40))
  await group.end()
}

/** All people act side by side. */
async function actUntilKilled(group: Group, random: Random, eventLog: EventLog): Promise<void> {
  const all = [
    react(group, random, random.int(3, 9)),
    ...NAMES.map((name) => actInOrder(group, name, eventLog)),
  ]
  await Promise.all(
    all.map((each) =>
      each.catch((error: unknown) => {
        if (!(error instanceof Cut)) throw error
      }),
    ),
  )
}

async function react(group: Group, random: Random, times: number): Promise<void> {
  for (let n = times; n > 0; n--) {
    await reactSomehow(group, random)
    await pause(random.int(0, 60))
  }
}

/** One person's actions; each is noted once it is confirmed. */
async function actInOrder(group: Group, name: Name, { done, left }: EventLog): Promise<void> {
  const queue = left.get(name) ?? []
  for (let next = queue[0]; next; next = queue[0]) {
    const before = done.filter(({ who }) => who === name)
    await doInOrder(group, [actionOf(next, before)], newConfirmed())
    done.push(next)
    queue.shift()
  }
}
