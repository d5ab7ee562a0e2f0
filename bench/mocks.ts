import { setTimeout as sleep } from 'node:timers/promises'
import { lt } from 'drizzle-orm'
import { loadContent } from '../src/content/load.ts'
import { alarms, deliveries } from '../src/db/schema.ts'
import { startAlarms } from '../src/durable/alarms.ts'
import { type Clock, loadClock } from '../src/durable/clock.ts'
import { startDeliveries } from '../src/durable/outbox/index.ts'
import { groupAt } from '../src/features/groups/store.ts'
import { createEngine } from '../src/features/mock/engine.ts'
import { mock as feature, type MockApi } from '../src/features/mock/index.ts'
import { loadTexts } from '../src/texts/catalogue.ts'
import { type Driven, drive, featureDeps } from '../test/support/features.ts'
import { NO_PICTURES } from '../test/support/no-pictures.ts'
import { type Call, scriptedPlatform } from '../test/support/scripted-platform.ts'
import { queryCounter, rate } from './counters.ts'
import { type Seat, seatMocks, threadsOf } from './crowd.ts'
import { type BenchDeps, spread } from './figures.ts'

const MOCKS = 1000
const RUN_MS = 120_000
const IDLE_MS = 60_000
/** The server's processes report their counts only after this time. */
const SETTLE_MS = 11_000
const MESSAGE_EVERY_MS = 200
/** About the time that Discord takes to answer. */
const PLATFORM_MS = 60

/** A thousand mocks in one process in real time: how late stages are announced, and the load. */
export async function benchMocks(deps: BenchDeps): Promise<string> {
  const { db, listen, log } = deps
  const content = loadContent(new URL('../content/', import.meta.url))
  const texts = loadTexts()
  const clock = await loadClock(db)
  const announced = new Map<string, number[]>()
  let running = false
  const platform = scriptedPlatform('discord', async (call) => {
    platform.calls.length = 0
    const mock = announcedMock(call)
    if (running && mock !== undefined) announced.set(mock, [...(announced.get(mock) ?? []), clock.now()])
    if (running) await sleep(PLATFORM_MS)
  })
  const platforms = new Map([['discord', platform] as const])
  const featureParts = featureDeps({ db, listen, clock, content, texts, platforms, log })
  const flow = drive(feature, featureParts)
  const engine = createEngine(featureParts)
  const actor = { platform: 'discord', space: 's', user: 'host', name: 'host', admin: false } as const
  const { id: groupId } = await groupAt(db, actor)
  const problems = [...content.problems.keys()]
  const seats = await seatMocks({ db, engine, groupId, problems, now: clock.now }, MOCKS)

  const backlog = await db.$count(deliveries)
  const began = performance.now()
  const outbox = startDeliveries({ db, listen, platforms, log, renderer: NO_PICTURES })
  while ((await db.$count(deliveries)) > 0) await sleep(100)
  const setUp = `outbox at the start: ${backlog} messages of ${MOCKS} mocks, empty after ${((performance.now() - began) / 1000).toFixed(1)} s`

  const rung: number[] = []
  const onHandled = (_: unknown, lateMs: number) => void (running && rung.push(lateMs))
  const ring = () => startAlarms({ db, listen, clock, log, handlers: flow.alarms, onHandled })
  const worker = ring()
  // Alarms that became due before the start do not count.
  while ((await db.$count(alarms, lt(alarms.dueAt, clock.now()))) > 0) await sleep(100)
  const queries = queryCounter(deps)
  running = true
  const begin = clock.now()
  const rss = [mebibytes()]
  const before = await queries.read()
  const heard = await talk(deps, flow, clock, seats)
  rss.push(mebibytes())
  const loaded = await queries.read()
  // The last stages are still being sent.
  const due = seats.filter(({ endsAt }) => endsAt > begin && endsAt <= begin + RUN_MS)
  await sleep(2000)

  const late = due.flatMap(({ mock, endsAt }) => (announced.get(mock) ?? []).map((at) => at - endsAt))
  const missing = due.filter(({ mock }) => !announced.has(mock)).length
  const doubled = due.filter(({ mock }) => (announced.get(mock)?.length ?? 0) > 1).length
  // The worker is stopped first, since a handler that runs during the deletion would set the next alarm.
  await worker.stop()
  await db.delete(alarms)
  const silent = ring()
  while ((await db.$count(deliveries)) > 0) await sleep(100)
  await sleep(SETTLE_MS)
  const resting = await queries.read()
  await sleep(IDLE_MS)
  const rested = await queries.read()
  rss.push(mebibytes())
  await silent.stop()
  await outbox.stop()
  return [
    setUp,
    spread(`mocks, ${MOCKS} for ${RUN_MS / 1000} s, stage due to handed over`, late),
    `  ${due.length} stages ended, ${missing} not announced, ${doubled} announced twice`,
    spread('  alarms of all kinds, due to handled', rung),
    spread('  what people wrote, time to stored', heard),
    `  memory (RSS): ${rss[0]} MiB at the start, ${rss[1]} MiB at the end, ${rss[2]} MiB after the idle time`,
    `  load: ${rate(before, loaded)}`,
    `  idle: ${rate(resting, rested)}`,
  ].join('\n')
}

function mebibytes(): string {
  return (process.memoryUsage.rss() / 2 ** 20).toFixed(0)
}

/** The mock whose stage, or whose scoring, this call announces. */
function announcedMock(call: Call): string | undefined {
  if (call.kind !== 'post' || call.to.thread === undefined) return undefined
  for (const block of call.message.blocks)
    if (block.type === 'buttons')
      for (const button of block.buttons)
        if ('action' in button && ['mock.next', 'mock.score'].includes(button.action.name))
          return button.action.args[0]
  return undefined
}

/** People write in all threads. @returns how long each message took to be stored, in milliseconds */
async function talk(
  { db }: BenchDeps,
  flow: Driven<MockApi>,
  clock: Clock,
  seats: readonly Seat[],
): Promise<readonly number[]> {
  const threads = await threadsOf(db)
  const took: number[] = []
  const under: Promise<void>[] = []
  const begin = performance.now()
  const until = clock.now() + RUN_MS
  for (let i = 0; clock.now() < until; i++) {
    const { mock, candidate } = seats[Math.floor(Math.random() * seats.length)] ?? {}
    const thread = mock === undefined ? undefined : threads.get(mock)
    if (!candidate || !thread) throw new Error('a mock has no thread')
    const message = `said-${i}`
    const said = performance.now()
    const hearing = flow.onMessage({
      kind: 'message',
      change: 'posted',
      id: message,
      message: {
        ref: { ...thread, message },
        author: { ...candidate, name: 'Candidate', bot: false },
        text: `I would start from the data and what it costs to be wrong (${i}).`,
        files: [],
        writtenAt: Date.now(),
        at: Date.now(),
      },
    })
    under.push(hearing.then(() => void took.push(performance.now() - said)))
    await sleep(Math.max(0, begin + (i + 1) * MESSAGE_EVERY_MS - performance.now()))
  }
  await Promise.all(under)
  return took
}
