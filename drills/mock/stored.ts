import type { Sql } from '../../test/support/sql.ts'

/** One entry of a mock's log; `at` is bot time. */
export type LogEntry = Readonly<{ kind: string; at: number; stage: number; by: Readonly<{ user: string }> }>

type Person = Readonly<{ user: string }>

type State = Readonly<{
  phase: string
  seats: Readonly<{ candidate?: Person; interviewer?: Person; observers: readonly Person[] }>
  log?: readonly LogEntry[]
  timeline?: Readonly<{ stage: number }>
  startedAt?: number
  endedAt?: number
  used?: readonly number[]
}>

type StoredPart = Readonly<{ id: string; text: string; filed: number | null; erased: boolean }>
type StoredVote = Readonly<{ voter: string; criterion: string; level: number }>

/** A mock as the database holds it. */
export type Stored = Readonly<{
  id: string
  state: State
  parts: readonly StoredPart[]
  notes: readonly string[]
  votes: readonly StoredVote[]
}>

/** The mocks of a channel. */
export async function readStored(sql: Sql, channel: string): Promise<readonly Stored[]> {
  const mocks = await sql<{ id: string; state: State | string }[]>`
    select id, state from mocks where channel = ${channel} order by created_at`
  return Promise.all(
    mocks.map(async ({ id, state }) => ({
      id,
      state: typeof state === 'string' ? (JSON.parse(state) as State) : state,
      parts: await sql<StoredPart[]>`
        select source_id as id, text, filed_stage as filed, deleted_at is not null as erased
        from answer_parts join answers on answers.id = answer_id where mock_id = ${id} order by answer_parts.id`,
      notes: (await sql<{ text: string }[]>`select text from mock_notes where mock_id = ${id}`).map(
        ({ text }) => text,
      ),
      votes: await sql<StoredVote[]>`
        select voter, criterion, level from votes join answers on answers.id = answer_id
        where mock_id = ${id} and source = 'form'`,
    })),
  )
}

/** Counts waiting and dead deliveries. */
export async function outboxOf(sql: Sql): Promise<Readonly<{ waiting: number; dead: number }>> {
  const [row] = await sql<{ waiting: number; dead: number }[]>`
    select count(*) filter (where state = 'pending')::int as waiting,
      count(*) filter (where state = 'dead')::int as dead from deliveries`
  return row ?? { waiting: 0, dead: 0 }
}
