import { connect } from '../../src/db/client.ts'
import { wrongVotes } from '../../test/e2e/challenge/votes.ts'
import { openDiscordGroup } from '../../test/e2e/group/discord.ts'
import { type Group, type GroupOptions, saying } from '../../test/e2e/group/group.ts'
import { openPlaygroundGroup } from '../../test/e2e/group/playground.ts'
import { openSlackGroup } from '../../test/e2e/group/slack.ts'
import { reach, settled } from '../../test/e2e/group/time.ts'
import { openSql } from '../../test/support/sql.ts'
import type { Bot } from '../bot.ts'
import { reactSomehow } from '../challenge/actions.ts'
import { supervised } from '../challenge/bots.ts'
import { compareAll, compareStored } from '../challenge/compare.ts'
import { expect } from '../challenge/model.ts'
import { type Planned, planChallenge } from '../challenge/plan.ts'
import { killAndAct, killSoon, newEventLog } from '../challenge/random-kills.ts'
import type { Difference, Note } from '../difference.ts'
import { type Context, endsOf, keptLogs, type Outcome, type Scenario } from '../scenario.ts'

/** A Sunday: the schedule's next post comes after the deadline. */
const START = '2026-03-22T12:00:00Z'
const SCHEDULE = { channel: 'here', day: 'sun', time: '11:00', 'time-zone': 'UTC', days: 5 }

type Opened = Readonly<{ group: Group; title: string; requests(): readonly string[] }>
type Open = (options: GroupOptions) => Promise<Opened>

/** kill -9 of the bot at random moments while people answer a challenge, review, and wait for its close. */
function killing(name: string, open: Open): Scenario {
  return {
    name,
    async run(context) {
      const { postgres } = context
      const source = await postgres.newDatabase(`drill_${name}`)
      const connection = connect(source)
      const outside = openSql(source)
      const close = async () => void (await Promise.all([connection.close(), outside.close()]))
      const bots: Bot[] = []
      const opened = await open({
        env: { CLOCK_START: START },
        ownProcess: true,
        db: { ...connection, source, sql: outside.sql, close },
        bots: (env) => {
          const made = supervised(env)
          return {
            ...made,
            async start() {
              await made.start()
              if (bots.length === 0) bots.push(made.bot())
            },
          }
        },
      })
      try {
        return await drill(context, opened, bots)
      } finally {
        await opened.group.close()
      }
    },
  }
}

async function drill(context: Context, opened: Opened, bots: readonly Bot[]): Promise<Outcome> {
  const { name, options, random, hasTime, say } = context
  const { group } = opened
  const differences: Difference[] = []
  const note: Note = (kind, what) => differences.push({ kind, mock: name, what })
  const counts = new Map<string, number>()
  const onKill = (what: string) => {
    counts.set(what, (counts.get(what) ?? 0) + 1)
    say(what)
  }
  await group.members.olga.command('schedule add', SCHEDULE)
  await group.members.olga.command('schedule run', { schedule: '#1' })
  await saying(group, 'thread', 'How to answer')

  const eventLog = newEventLog(planChallenge(random))
  await killAndAct(group, eventLog, {
    random,
    times: options.short ? 4 : 20,
    mayStrike: hasTime,
    onKill: () => onKill('kill -9'),
    // Messages are heard when the bot can, and whether an interrupted action counted is known at the end only.
    check: () =>
      compareStored(group, expect(eventLog.done.filter(isPrivate)), (kind, what) => {
        if (kind === 'lost') note(kind, what)
      }),
  })
  await settled(group)
  say('all have acted')
  for (const { kind, what } of await wrongVotes(group)) note(kind, `before the close, ${what}`)
  await closeUnderKills(context, group, () => onKill('kill -9 at the close'))
  await compareAll(group, expect(eventLog.done), note)
  return {
    name,
    differences,
    faults: counts,
    mocks: 0,
    challenges: 1,
    lapsed: 0,
    lateness: [],
    ends: bots.reduce((sum, { ends }) => sum + ends, 0),
    remarks: [...endsOf({ bots }), ...(await keptLogs(context, { bots, service: opened }, differences))],
  }
}

const isPrivate = ({ kind }: Planned) => kind !== 'say' && kind !== 'rewrite'

/** People react while the bot is away at the deadline; it is killed again while it counts and posts the result. */
async function closeUnderKills(
  { options, random, hasTime }: Context,
  group: Group,
  onKill: () => void,
): Promise<void> {
  const [row] = await group.db.sql<{ at: number }[]>`select deadline_at::float8 as at from challenges`
  if (group.standsAlone) {
    await group.end()
    onKill()
    for (let n = 8; n > 0; n--) await reactSomehow(group, random)
  }
  await reach(group, row?.at ?? 0)
  if (group.standsAlone) await group.start()
  for (let kill = options.short ? 1 : 3; kill > 0 && hasTime(); kill--) {
    await killSoon(group, random, random.int(0, 400))
    onKill()
    await group.start()
  }
  await saying(group, 'channel', 'Result: ')
  await saying(group, 'thread', 'A worked design')
  await settled(group)
}

export const challengeKills = killing('challenge-kills', async (options) => {
  const group = await openDiscordGroup(options)
  const { discord } = group.stage
  return {
    group,
    title: 'Discord',
    requests: () =>
      discord.requests.map(({ at, method, path, status }) => JSON.stringify({ at, method, path, status })),
  }
})

export const slackChallengeKills = killing('slack-challenge-kills', async (options) => {
  const group = await openSlackGroup('socket', { ...options, limits: 'real' })
  const { slack } = group.stage
  return {
    group,
    title: 'Slack',
    requests: () => slack.requests.map((request) => JSON.stringify(request)),
  }
})

export const playgroundChallengeKills = killing('playground-challenge-kills', async (options) => ({
  group: await openPlaygroundGroup(options),
  title: 'the playground',
  requests: () => [],
}))
