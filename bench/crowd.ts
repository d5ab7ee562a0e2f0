import type { ChannelRef, UserRef } from '#bot'
import type { Db, Tx } from '../src/db/client.ts'
import { messageSlots } from '../src/db/schema.ts'
import type { Engine } from '../src/features/mock/engine.ts'
import { postLobby } from '../src/features/mock/posts.ts'
import type { MockInput } from '../src/features/mock/rules/state.ts'
import { newMock } from '../src/features/mock/rules/step.ts'
import { getMock, insertMock } from '../src/features/mock/store.ts'
import { THREAD } from '../src/features/mock/streams.ts'
import { MINUTE } from '../src/kit/durations.ts'

const PLAN = [5, 3, 7, 5, 8, 8, 5, 4]
const MINUTES = 45

/** A mock in progress. */
export type Seat = Readonly<{
  mock: string
  candidate: UserRef
  /** Bot time at which its open stage ends. */
  endsAt: number
}>

type SeatDeps = Readonly<{
  db: Db
  engine: Engine
  groupId: string
  problems: readonly string[]
  now(): number
}>

/** Creates mocks that began within the last 45 minutes, evenly spread. Every second one has an interviewer. */
export async function seatMocks(deps: SeatDeps, count: number): Promise<readonly Seat[]> {
  const seats: Seat[] = []
  for (let i = 0; i < count; i++) {
    const began = deps.now() - (i * MINUTES * MINUTE) / count
    seats.push(await deps.db.transaction((tx) => seat(tx, deps, i, began)))
  }
  return seats
}

async function seat(tx: Tx, deps: SeatDeps, index: number, began: number): Promise<Seat> {
  const { engine, groupId, problems, now } = deps
  const channel: ChannelRef = { platform: 'discord', space: 's', channel: `c${index % 50}` }
  const user = (name: string): UserRef => ({ platform: 'discord', space: 's', user: `${name}${index}` })
  const candidate = user('candidate')
  const problem = problems[index % problems.length]
  if (problem === undefined) throw new Error('there are no problems')
  const lobby = {
    groupId,
    channel,
    problem,
    own: null,
    language: 'en',
    minutes: MINUTES,
    state: newMock(candidate, PLAN, began),
  } as const
  const id = await insertMock(tx, lobby, began)
  if (id === undefined) throw new Error('the candidate has another mock')
  await postLobby(tx, engine.view({ ...lobby, id }))
  const by = { user: candidate, organiser: false }
  const interviewer = { user: user('interviewer'), organiser: false }
  const inputs: MockInput[] = [
    ...(index % 2 === 0 ? [{ kind: 'take', role: 'interviewer', by: interviewer, at: began } as const] : []),
    { kind: 'start', by, at: began },
    { kind: 'tick', at: now(), stageIsEmpty: true },
  ]
  for (const input of inputs) {
    const mock = await getMock(tx, id)
    if (mock) await engine.stepIn(tx, mock, input)
  }
  const state = (await getMock(tx, id))?.state
  if (state?.phase !== 'running') throw new Error(`the mock is ${state?.phase}, not running`)
  return { mock: id, candidate, endsAt: state.endsAt }
}

/** The thread of each mock. */
export async function threadsOf(db: Db): Promise<ReadonlyMap<string, ChannelRef>> {
  const rows = (await db.select().from(messageSlots)).filter(({ slot }) => slot === THREAD)
  return new Map(
    rows.map(({ stream, platform, space, channel, thread }) => [
      stream,
      { platform, space, channel, ...(thread !== null && { thread }) },
    ]),
  )
}
