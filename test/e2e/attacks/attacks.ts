import { processorTime } from '../../support/processor-time.ts'
import { until } from '../../support/until.ts'
import { openDiscordGroup } from '../group/discord.ts'
import { type Group, type GroupOptions, textFile } from '../group/group.ts'
import { openSlackGroup } from '../group/slack.ts'

/** The bot's answers to others while members wrote texts that once stopped it. */
export type Outcome = Readonly<{
  /** The answers to another group, in order. */
  answers: readonly string[]
  /** The milliseconds that each of these answers took. */
  times: readonly number[]
  /** The processor time of the longest that the bot, and all else in its process, did nothing else. */
  blockedMs: number
  /** The numbers of the leases before and after: another one is a lease that was lost. */
  leases: readonly [readonly number[], readonly number[]]
  /** Warnings and errors of the bot's log. */
  complaints: readonly unknown[]
  /** The texts that were stored, by their lengths. */
  stored: readonly number[]
}>

/** A database of its own, unless given. */
type Options = Pick<GroupOptions, 'db'> &
  Readonly<{
    /** How often each text is written, each time somewhat shorter; once unless given. */
    rounds?: number
  }>

const LENGTH = 40_000

/** Answers as files: each of them took the bot 2 to 54 seconds. */
const ANSWERS = {
  ana: (length: number) => `# ${' '.repeat(length - 20)}\u2028\nx`,
  ben: (length: number) => '`'.repeat(length),
  cai: (length: number) => 'x\n'.repeat(length / 2).trim(),
} as const

/** A message on Slack, which holds 40,000 characters. */
const wording = (end: string) => `\`\`\`${' '.repeat(LENGTH - 10)}${end}`
/** The first wording of the message, and two edits in each round. */
const EDITS_PER_ROUND = 2

const CHALLENGE = { channel: 'here', day: 'mon', time: '18:00', 'time-zone': 'UTC', days: 6 }

/** Three members hand in files in a challenge on Discord; another server asks the bot meanwhile. */
export async function attackChallenge({ rounds = 1, ...options }: Options = {}): Promise<Outcome> {
  const group = await openDiscordGroup(options)
  try {
    const other = group.stage.discord.addGuild({ name: 'Another group' })
    const channel = other.addChannel({ name: 'general' })
    const eve = other.addMember({ name: 'eve' })
    await group.members.olga.command('schedule add', CHALLENGE)
    await group.members.olga.command('schedule run', { schedule: '#1' })
    await until(() => group.stage.channel.messages.some(({ thread }) => thread !== undefined))
    const ask = async () => (await (await eve.command(channel, 'problem list')).reply()).text
    await ask()
    return await during(group, ask, async () => {
      const stored = () => group.db.sql<{ length: number }[]>`
        select length(v.text) as length from submission_versions v join submissions s on s.id = v.submission_id
        order by s.number`
      for (let round = 0; round < rounds; round++) {
        for (const name of ['ana', 'ben', 'cai'] as const)
          await group.members[name].say('answer:', [
            textFile(`${name}.md`, ANSWERS[name](LENGTH - 2 * round)),
          ])
        await until(async () => (await stored()).length === 3 * (round + 1))
      }
      // The answers are shown in the thread, with their files.
      await until(
        async () => (await group.thread()).filter(({ text }) => /Answer \d/u.test(text)).length >= 3,
      )
      return (await stored()).map(({ length }) => length)
    })
  } finally {
    await group.close()
  }
}

/** The candidate of a mock on Slack writes a message and edits it; another channel asks the bot meanwhile. */
export async function attackMock({ rounds = 1, ...options }: Options = {}): Promise<Outcome> {
  const group = await openSlackGroup('socket', { ...options, heading: 'Mock: ' })
  try {
    const { slack, room } = group.stage
    const elsewhere = slack.addChannel({ name: 'elsewhere' })
    const { ana, ben, dee } = group.people
    await ana.command(room, '/mock fraud-detection')
    const lobby = await until(() => room.messages.find(({ text }) => text.includes('Mock: ')))
    await ben.click(lobby, 'Interview')
    await until(() => lobby.text.includes(`@${ben.user.name}`))
    await ana.click(lobby, 'Start')
    await until(() => room.thread(lobby.ts).some(({ text }) => text.includes('1/8')))
    const ask = async () => {
      dee.reload()
      return (await dee.command(elsewhere, '/problem list')).modal(({ text }) => text.includes('Fraud'))
    }
    await ask()
    return await during(
      group,
      async () => (await ask()).text,
      async () => {
        const stored = async () => {
          const rows = await group.db.sql<
            { text: string }[]
          >`select text from answer_parts where source = 'message'`
          return rows.map(({ text }) => text)
        }
        const message = ana.say(room, wording('a'), { thread: lobby })
        await until(async () => (await stored()).length === 1)
        for (let edit = 0; edit < EDITS_PER_ROUND * rounds; edit++) {
          const end = String.fromCodePoint(0x4e00 + edit)
          ana.edit(message, wording(end))
          await until(async () => (await stored()).some((text) => text.includes(end)))
        }
        return (await stored()).map(({ length }) => length)
      },
    )
  } finally {
    await group.close()
  }
}

/** Asks the bot again and again, one question after the other, until the attack is over. */
async function during(
  group: Group,
  ask: () => Promise<string>,
  attack: () => Promise<readonly number[]>,
): Promise<Outcome> {
  const leases = async () =>
    (await group.db.sql<{ token: string }[]>`select token from leases order by platform`).map(({ token }) =>
      Number(token),
    )
  const before = await leases()
  const longestTurn = watchTurns()
  const answers: string[] = []
  const times: number[] = []
  let over = false
  const asking = async () => {
    do {
      const began = performance.now()
      answers.push(await ask())
      times.push(performance.now() - began)
    } while (!over)
  }
  const attacked = attack().finally(() => {
    over = true
  })
  const [stored] = await Promise.all([attacked, asking()])
  return {
    answers,
    times,
    blockedMs: longestTurn(),
    leases: [before, await leases()],
    complaints: group.logs().filter(({ level = 0 }) => level >= 40),
    stored,
  }
}

/** Measures the turns of the event loop until it is asked for the longest, in milliseconds of processor time. */
function watchTurns(): () => number {
  let longest = 0
  let before = processorTime()
  const look = () => {
    const now = processorTime()
    longest = Math.max(longest, now - before)
    before = now
  }
  const timer = setInterval(look, 5)
  return () => {
    clearInterval(timer)
    look()
    return longest
  }
}
