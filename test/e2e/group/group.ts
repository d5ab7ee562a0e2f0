import type { BotProcess } from '../../support/bot.ts'
import { passTime, type TestDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'

export const NAMES = ['ana', 'ben', 'cai', 'dee', 'olga'] as const
/** Olga manages the space. */
export type Name = (typeof NAMES)[number]

/** A message as all see it. */
export type Post = Readonly<{
  id: string
  /** The platform's id of who wrote it; undefined: the bot. */
  author: string | undefined
  text: string
  buttons: readonly string[]
  /** Where its link buttons lead, by their labels. */
  links: Readonly<Record<string, string>>
  files: readonly Readonly<{ name: string; text: string }>[]
  /** Without the bot's own. */
  reactions: readonly Readonly<{ emoji: string; people: readonly string[] }>[]
}>

/** What somebody alone is shown for what they did: a text with buttons, or a form. */
export interface Screen {
  readonly text: string
  press(label: string): Promise<Screen>
  /** @param select its placeholder @param choice by its label */
  choose(select: string, choice: string): Promise<Screen>
  /** @param submit the label of the form's button */
  fill(
    values: Readonly<Record<string, string>>,
    submit: string,
    files?: Readonly<Record<string, File>>,
  ): Promise<Screen>
}

export type File = Readonly<{ name: string; data: Uint8Array }>

/** What people do. Where the bot dies meanwhile it ends with `Cut`. */
export interface Member {
  readonly id: string
  readonly name: string
  /** @param options by name; the channel as `here` */
  command(name: string, options?: Readonly<Record<string, string | number>>): Promise<Screen>
  press(on: Post, label: string): Promise<Screen>
  /** @returns the message's id */
  say(text: string, files?: readonly File[]): Promise<string>
  rewrite(id: string, text: string): Promise<void>
  remove(id: string): Promise<void>
  react(id: string, emoji: string): Promise<void>
  unreact(id: string, emoji: string): Promise<void>
  dms(): Promise<readonly Post[]>
}

/** A study group on a platform, and the bot running there as a process of its own. */
export interface Group {
  readonly platform: 'discord' | 'slack' | 'playground'
  readonly db: TestDatabase
  readonly members: Readonly<Record<Name, Member>>
  /** Whether people can write and react while the bot is away. */
  readonly standsAlone: boolean
  channel(): Promise<readonly Post[]>
  /** What stands in the newest challenge's thread. */
  thread(): Promise<readonly Post[]>
  /** The id of the message that a client shows at an address. @throws Error for none */
  opens(address: string): Promise<string>
  /** Whether the bot runs. */
  alive(): boolean
  /** How often it has answered people. */
  answered(): number
  /** As a power cut would. */
  kill(): Promise<void>
  start(speed?: number): Promise<void>
  logs(): BotProcess['logs']
  output(): string
  /** What the service's own rules say against the requests so far. */
  violations(): Promise<readonly string[]>
  close(): Promise<void>
}

/** The bot died before it answered: whether it did what was asked nobody knows. */
export class Cut extends Error {}

/** The service did not wait for the bot, as on a busy machine: whoever did it does it again. */
export class TooSlow extends Error {}

/** Lets acts fail at once when the bot is killed. */
export function createCuts() {
  let alive = true
  let answered = 0
  let dead = Promise.withResolvers<never>()
  dead.promise.catch(() => undefined)
  return {
    alive: () => alive,
    answered: () => answered,
    kill() {
      alive = false
      dead.reject(new Cut('the bot was killed'))
    },
    revive() {
      alive = true
      dead = Promise.withResolvers<never>()
      dead.promise.catch(() => undefined)
    },
    /** @throws Cut when the bot is killed before it is done */
    async during<T>(work: () => Promise<T>): Promise<T> {
      const { promise } = dead
      let killed = false
      promise.catch(() => {
        killed = true
      })
      try {
        const done = await Promise.race([work(), promise])
        answered++
        return done
      } catch (error) {
        // What fails in the same moment failed for that reason.
        await new Promise((resolve) => setImmediate(resolve))
        throw killed ? new Cut('the bot was killed') : error
      }
    },
  }
}

/** Bot time now, in milliseconds. */
export async function botTime({ db }: Pick<Group, 'db'>): Promise<number> {
  const [row] = await db.sql<{ now: number }[]>`
    select (bot_ms + (extract(epoch from clock_timestamp()) * 1000 - real_ms) * speed)::float8 as now
    from clock_anchor`
  return row?.now ?? expectNever()
}

function expectNever(): never {
  throw new Error('the clock has no anchor')
}

/** Lets bot time pass while the bot is away. */
export async function pass(group: Group, ms: number, speed = 1): Promise<void> {
  await group.kill()
  await group.db.sql`update clock_anchor set bot_ms = bot_ms + ${Math.round(ms)}`
  await group.start(speed)
}

/** As `pass`, until that moment of bot time. */
export async function passUntil(group: Group, at: number, speed = 1): Promise<void> {
  await group.kill()
  await pass(group, at - (await botTime(group)), speed)
}

/** Lets bot time pass until that moment while the bot runs. */
export async function reach(group: Group, at: number): Promise<void> {
  await passTime(group.db, Math.round(at - (await botTime(group))))
}

/** Waits until nothing is due, to be sent or to be counted. @throws Error with what still is after a minute */
export async function settled({ db, logs }: Pick<Group, 'db' | 'logs'>): Promise<void> {
  let left: readonly unknown[] = []
  const look = async () => {
    left = await db.sql`
      select 'delivery' as left, stream || ' ' || kind as about, attempts,
        not_before - now() as wait, leased_until - now() as lease, error
      from deliveries where state = 'pending'
      union all
      select 'alarm', kind, attempts, not_before - now(), null, error from alarms, clock_anchor
      where not dead
        and due_at <= bot_ms + (extract(epoch from clock_timestamp()) * 1000 - real_ms) * speed
      union all
      select 'recount', state, recount_failures, recount_at - now(), null, null from submissions
      where recount_at is not null`
    return left.length === 0
  }
  await until(look).catch((error: unknown) => {
    throw new Error(JSON.stringify({ left, logged: logs().slice(-20) }, null, 1), { cause: error })
  })
}

/**
 * The newest message that says this.
 * @throws Cut when the bot dies before it is there
 */
export function saying(
  group: Group,
  place: 'channel' | 'thread',
  text: string | RegExp,
  limitMs = 60_000,
): Promise<Post> {
  const says = (post: Post) => (typeof text === 'string' ? post.text.includes(text) : text.test(post.text))
  return awaited(group, async () => (await group[place]()).findLast(says), limitMs)
}

function awaited<T>(group: Group, look: () => Promise<T | undefined>, limitMs: number): Promise<T> {
  return until(async () => {
    if (!group.alive()) throw new Cut('the bot was killed')
    return look()
  }, limitMs)
}

/** The number of the answer whose head message this is; undefined for another, also where the answer was withdrawn. */
export function numberOf({ author, text }: Post): number | undefined {
  const [, number] = /^[#*\s]*Answer (\d+)[*\s]*$/u.exec(text.split('\n')[0] ?? '') ?? []
  return author === undefined && number !== undefined ? Number(number) : undefined
}

/** The head messages of the answers that stand, in their order. */
export async function heads(group: Group): Promise<readonly Readonly<{ number: number; post: Post }>[]> {
  return (await group.thread()).flatMap((post) => {
    const number = numberOf(post)
    return number === undefined ? [] : [{ number, post }]
  })
}

/** The files of this name in the thread: beside the head message or, on Slack, below it. */
export async function filesNamed(group: Group, name: string): Promise<readonly string[]> {
  const files = (await group.thread()).flatMap((post) => (post.author === undefined ? post.files : []))
  return files.filter((file) => file.name === name).map(({ text }) => text)
}

/**
 * The head message of somebody's answer.
 * @throws Cut when the bot dies before it is there
 */
export async function headOf(group: Group, author: Name, limitMs = 60_000): Promise<Post> {
  const look = async () => {
    const [row] = await group.db.sql<{ number: number }[]>`
      select s.number from submissions s join challenges c on c.id = s.challenge_id
      where s.author = ${group.members[author].id} order by c.posted_at desc limit 1`
    return row && (await heads(group)).findLast(({ number }) => number === row.number)?.post
  }
  return awaited(group, look, limitMs)
}

export const textFile = (name: string, text: string): File => ({ name, data: new TextEncoder().encode(text) })
