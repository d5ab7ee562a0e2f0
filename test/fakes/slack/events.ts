import { setTimeout as sleep } from 'node:timers/promises'
import type { Send } from './delivery.ts'
import type { Json } from './model.ts'
import type { World } from './world.ts'

/** Events that can be sent once more. */
const REMEMBERED = 500

export type Events = Readonly<{
  publish(subscription: string, scope: string | undefined, event: Json): void
  /** Every event that was sent, by kind, such as `message`, `message.message_changed`, `reaction_added`. */
  readonly sent: readonly Readonly<{ kind: string; event: Json }>[]
  /** Events that were given up, since they were acknowledged in no attempt. */
  readonly lost: readonly string[]
  /** Sends the next event of this kind twice, with different event ids. */
  duplicateNext(kind: string): void
  /**
   * From now on asks when each event is to be sent: so many milliseconds later, once for each. Undefined ends
   * it. What is late may come after what happened later.
   */
  disturb(timesOf: ((kind: string) => readonly number[]) | undefined): void
  /** Sends the latest events of these kinds once more, under new event ids. */
  replay(kinds: RegExp, count: number): void
  stop(): void
}>

export function createEvents(world: World, send: Send, keepsId: () => boolean): Events {
  const sent: { kind: string; event: Json }[] = []
  const lost: string[] = []
  const end = new AbortController()
  let duplicate: string | undefined
  let timesOf: ((kind: string) => readonly number[]) | undefined

  async function deliver(kind: string, event: Json, afterMs: number): Promise<void> {
    if (afterMs > 0) await sleep(afterMs, undefined, { signal: end.signal, ref: false })
    const time = Math.floor(Date.now() / 1000)
    let id = world.ids.next('Ev')
    for (let attempt = 0, reason = ''; ; attempt++) {
      if (end.signal.aborted) return
      const delivered = await send({
        kind: 'events_api',
        payload: envelope(world, event, id, time),
        ...(attempt > 0 && { retry: { attempt, reason } }),
      })
      if (delivered.ok) return
      const wait = world.settings.retryAfterMs[attempt]
      if (wait === undefined || delivered.final) break
      reason = delivered.reason
      await sleep(wait, undefined, { signal: end.signal, ref: false })
      // Seen in Socket Mode: what is sent again comes under a new id.
      if (!keepsId()) id = world.ids.next('Ev')
    }
    lost.push(kind)
  }

  function start(kind: string, event: Json, delays: readonly number[]): void {
    for (const delay of delays)
      deliver(kind, event, delay).catch((error: unknown) => {
        if (!end.signal.aborted) throw error
      })
  }

  return {
    sent,
    lost,
    publish(subscription, scope, event) {
      const { settings, used, token } = world
      if (!settings.events.includes(subscription)) return
      if (scope !== undefined && !settings.scopes.includes(scope)) return
      if (token !== 'valid' && !['tokens_revoked', 'app_uninstalled'].includes(subscription)) return
      used.events.add(subscription)
      if (scope !== undefined) used.scopes.add(scope)
      // A copy: what was sent does not change with the world.
      const told = structuredClone(event)
      const kind = kindOf(event)
      sent.push({ kind, event: told })
      const twice = kind === duplicate
      if (twice) duplicate = undefined
      const delays = timesOf?.(kind) ?? [0]
      start(kind, told, twice ? [...delays, 0] : delays)
    },
    duplicateNext(kind) {
      duplicate = kind
    },
    disturb(times) {
      timesOf = times
    },
    replay(kinds, count) {
      const again = sent
        .slice(-REMEMBERED)
        .filter(({ kind }) => kinds.test(kind))
        .slice(-count)
      for (const { kind, event } of again) start(kind, event, [0])
    },
    stop() {
      end.abort()
    },
  }
}

function kindOf(event: Json): string {
  return typeof event.subtype === 'string' ? `${String(event.type)}.${event.subtype}` : String(event.type)
}

function envelope(world: World, event: Json, id: string, time: number): Json {
  return {
    token: 'legacy',
    team_id: world.team.id,
    context_team_id: world.team.id,
    context_enterprise_id: null,
    api_app_id: world.appId,
    event,
    type: 'event_callback',
    event_id: id,
    event_time: time,
    authorizations: [
      {
        enterprise_id: null,
        team_id: world.team.id,
        user_id: world.bot.id,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${id}`,
  }
}
