import type { Difference } from '../difference.ts'
import { type Fixture, openFixture } from '../fixture.ts'
import { openMock } from '../mock/open.ts'
import { outboxOf } from '../mock/stored.ts'
import { pace, tally } from '../mock/with-faults.ts'
import { click, count } from '../people.ts'
import { words } from '../phrases.ts'
import { asking } from '../postgres.ts'
import { type Context, keptLogs, type Outcome, type Scenario } from '../scenario.ts'
import { type DiscordService, onDiscord } from '../services/discord.ts'
import { must, seen } from '../wait.ts'

/** Long enough for a worker that thinks it may go on, and far shorter than a lease. */
const GO_ON_MS = 1500
const LONG_MS = 60_000
const EDITS = { method: 'PATCH', path: /^\/channels\/\d+\/messages\/\d+$/ }

/**
 * A replica is stopped while it sends a card; its lease runs out, another sends the card again, and then the
 * first wakes up. It must not take the card for its own any more: what comes after would overtake the card
 * that the second is still sending, and the thread would show what is long past.
 */
export const leases: Scenario = {
  name: 'leases',
  async run(context) {
    const { name, postgres, options } = context
    const fixture = await openFixture({
      open: onDiscord.open,
      postgres,
      name,
      ...pace(options, onDiscord),
      speed: 1,
    })
    try {
      const differences = await overtaken(context, fixture)
      return {
        name,
        differences,
        remarks: await keptLogs(context, fixture, differences),
        faults: new Map([['stopped while sending', 2]]),
        lateness: [],
        ...tally(fixture, []),
        mocks: 1,
      } satisfies Outcome
    } finally {
      await fixture.close()
    }
  },
}

async function overtaken({ say }: Context, fixture: Fixture<DiscordService>): Promise<readonly Difference[]> {
  const { service, sql } = fixture
  const { thread, candidate, interviewer } = await openMock(fixture, 'leases')
  const settled = () => must(async () => (await outboxOf(sql)).waiting === 0, LONG_MS, 'an empty outbox')
  await settled()
  const [first] = fixture.bots

  const answered = hold(fixture, 'after')
  void click(candidate, thread, words('button.pause'))
  await answered.reached
  say('a card is being sent')
  // The card stands paused already, so its other button is there; the answer alone is missing.
  void click(interviewer, thread, words('button.resume'))
  await must(async () => (await phaseOf(fixture)) === 'running', LONG_MS, 'the clock to run again')
  first?.signal('SIGSTOP')

  const repeated = hold(fixture, 'before')
  const second = await fixture.addBot()
  await must(async () => repeated.isReached() || (await lapse(fixture)), LONG_MS, 'another to send it again')
  await repeated.reached
  say('another sends it again')
  second.signal('SIGSTOP')
  first?.signal('SIGCONT')
  answered.release()
  const resumed = () =>
    count(thread, words('say.resumed').split('{{left}}')[0]?.split('{{who}}')[1] ?? '') > 0
  if (await seen(resumed, GO_ON_MS)) say('the first went on')
  second.signal('SIGCONT')
  repeated.release()
  await settled()
  service.calm()

  const card = thread.said.findLast(({ buttons }) => buttons.includes(words('button.console')))
  return card?.buttons.includes(words('button.pause'))
    ? []
    : [
        {
          kind: 'misordered',
          mock: 'leases',
          what: `the clock runs, but its card offers ${card?.buttons.join(', ')}`,
        },
      ]
}

/** Holds the next edit of a message, until released. */
function hold({ service: { discord } }: Fixture<DiscordService>, when: 'before' | 'after') {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  let isReached = false
  discord.faults.add({
    ...EDITS,
    hold: when,
    until: released.promise,
    onHeld() {
      isReached = true
      reached.resolve()
    },
  })
  return { reached: reached.promise, isReached: () => isReached, release: () => released.resolve() }
}

async function phaseOf({ sql }: Fixture): Promise<string | undefined> {
  const [row] = await asking(sql, (ask) => ask<{ phase: string }[]>`select phase from mocks`)
  return row?.phase
}

/** Expires the lease of the delivery that is being sent. @returns false, so that the caller looks again */
async function lapse({ sql }: Fixture): Promise<false> {
  await sql`update deliveries set leased_until = now() where leased_until > now() and attempts = 1`
  await sql`select pg_notify('loopmate_deliveries', '')`
  return false
}
