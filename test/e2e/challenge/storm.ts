import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../../drills/random.ts'
import { Cut, TooSlow } from '../group/cuts.ts'
import { type Group, NAMES, type Name } from '../group/group.ts'
import { type Deed, type Ledger, scores } from './deeds.ts'
import { heads } from './heads.ts'

const LEVELS = ['1️⃣', '2️⃣', '3️⃣', '4️⃣']
const MARKS = ['🎯', '🏢', '🔄', '🛒', '🤹', '🤖', '🙈', '🔕']
/** Means nothing to the bot. */
const OTHER = ['👍', '🎉']

const HOUR = 60 * 60_000
/** The bot is killed after so many answers at most, and while it gives the next: its own catching up lies in it, too. */
const MOST_ANSWERS = 14
/** Where people have nothing to ask for, or the bot is slow: after so long. */
const LATEST_MS = 2000
/** So often in a row somebody tries again what the bot was too slow for. */
const PATIENCE = 5

export type Storm = Readonly<{
  random: Random
  kills: number
  /** What each person does, one after the other. */
  deeds: readonly Deed[]
  ledger: Ledger
  /** Called when the bot is back. */
  check(): Promise<void>
}>

/**
 * Kills the bot again and again while people react, hand in and score. Each does their next deed until the bot dies over
 * it, and again when it is back. At the end all deeds are done.
 */
export async function storm(group: Group, { random, kills, deeds, ledger, check }: Storm): Promise<void> {
  const queues = new Map<Name, Deed[]>(
    NAMES.map((name) => [name, deeds.filter(({ who }) => who === name)] as const),
  )
  for (let kill = 0; kill < kills; kill++) {
    for (const [who, queue] of queues) if (queue.length === 0) queue.push(anotherScore(random, who))
    const last = group.answered() + random.int(0, MOST_ANSWERS)
    const acting = act(group, random, queues, ledger)
    // What fails meanwhile is told when it is waited for.
    acting.catch(() => undefined)
    const latest = Date.now() + LATEST_MS
    while (group.answered() < last && Date.now() < latest) await sleep(5)
    await sleep(random.int(0, 40))
    await group.end()
    await acting
    if (group.standsAlone) for (let n = random.int(0, 4); n > 0; n--) await reactSomehow(group, random)
    const hours = random.between(0, 3)
    await group.db.sql`update clock_anchor set bot_ms = bot_ms + ${Math.round(hours * HOUR)}`
    await group.start()
    await check()
  }
  await Promise.all(NAMES.map((name) => doAll(group, queues.get(name) ?? [], ledger)))
}

/** All that people do at the same time, until the bot dies. */
async function act(
  group: Group,
  random: Random,
  queues: ReadonlyMap<Name, Deed[]>,
  ledger: Ledger,
): Promise<void> {
  const reacting = async () => {
    for (let n = random.int(3, 9); n > 0; n--) {
      await reactSomehow(group, random)
      await sleep(random.int(0, 60))
    }
  }
  const all = [reacting(), ...NAMES.map((name) => doAll(group, queues.get(name) ?? [], ledger))]
  await Promise.all(
    all.map((each) =>
      each.catch((error: unknown) => {
        if (!(error instanceof Cut)) throw error
      }),
    ),
  )
}

/** Somebody thinks again about somebody else's answer. */
function anotherScore(random: Random, who: Name): Deed {
  const author = random.pick(NAMES.filter((name) => name !== who))
  return scores(who, author, { Data: String(random.int(1, 4)), Serving: String(random.int(1, 4)) })
}

async function doAll(group: Group, queue: Deed[], ledger: Ledger): Promise<void> {
  let missed = 0
  for (let deed = queue[0]; deed; deed = queue[0]) {
    try {
      await deed.run(group, ledger)
    } catch (error) {
      if (!(error instanceof TooSlow) || ++missed > PATIENCE) throw error
      continue
    }
    missed = 0
    queue.shift()
  }
}

/** Somebody puts a reaction on an answer, or takes back one that stands. */
async function reactSomehow(group: Group, random: Random): Promise<void> {
  const all = await heads(group)
  const who = group.members[random.pick(NAMES)]
  const emoji = random.pick(random.pick([LEVELS, LEVELS, MARKS, OTHER]))
  const chance = random.next()
  const head = all[Math.floor(chance * all.length)]
  if (!head) return
  const stands = head.post.reactions.some((each) => each.emoji === emoji && each.people.includes(who.id))
  if (stands) await who.unreact(head.post.id, emoji)
  else await who.react(head.post.id, emoji)
}
