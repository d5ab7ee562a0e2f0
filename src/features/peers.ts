import type { ChannelRef, Interaction, Language, Message, UserRef } from '#bot'
import type { DbOrTx, Tx } from '../db/client.ts'
import type { Caller } from './caller.ts'

/** A challenge that a schedule posts. All times are bot time. */
export type ChallengeWish = Readonly<{
  groupId: string
  scheduleId: string
  channel: ChannelRef
  /** The slug of a content problem or of one of the group's own. */
  problem: string
  language: Language
  /** Authors stay unnamed until the close. */
  blind: boolean
  /** Reminders keep to the daytime of this zone. */
  timeZone: string
  postedAt: number
  deadlineAt: number
  /** When it should have been posted: earlier than `postedAt` when the delay is worth a word, else the same. */
  dueAt: number
}>

/** A schedule, as far as it chooses problems. `problems`: null for all that the group has. */
export type SchedulePosting = Readonly<{
  number: number
  channel: ChannelRef
  problems: readonly string[] | null
  pinned: string | null
}>

/** Features that work on problems say where, so that nobody reads the design or removes the problem meanwhile. */
type WorksOnProblems = Readonly<{
  /** The slugs of the problems that a group works on now. */
  underWay(groupId: string): Promise<ReadonlySet<string>>
  /** Where the group works on this problem now. */
  channelsOf(groupId: string, slug: string): Promise<readonly ChannelRef[]>
}>

/** Questions of features to features that they must not import. */
export type Peers = Readonly<{
  mock: WorksOnProblems &
    Readonly<{
      /** Opens a lobby. @throws UserError with the reason why it can't be opened */
      open(
        event: Interaction,
        caller: Caller,
        options: Readonly<{ problem: string }>,
      ): Promise<Message | undefined>
      /** The index of the stage that is open in the mock of this thread; undefined where none is. */
      stageIn(thread: ChannelRef): Promise<number | undefined>
    }>
  challenge: WorksOnProblems &
    Readonly<{
      /** Opens a challenge in the transaction that claimed its occurrence. @returns its id */
      open(tx: Tx, wish: ChallengeWish): Promise<string>
    }>
  schedule: Readonly<{
    /** When a schedule posts next, in bot time; undefined when it won't. */
    nextOf(db: DbOrTx, scheduleId: string): Promise<number | undefined>
    /** When any of a group's schedules posts next, in bot time; undefined when none will. */
    nextIn(db: DbOrTx, groupId: string): Promise<number | undefined>
    /** The number by which people name a schedule, and who last changed it. */
    ownerOf(
      db: DbOrTx,
      scheduleId: string,
    ): Promise<Readonly<{ number: number; changedBy: UserRef }> | undefined>
    postingsOf(groupId: string): Promise<readonly SchedulePosting[]>
    /** Runs in the transaction that changes a group's time zone. */
    onTimeZone(tx: Tx, groupId: string): Promise<void>
  }>
}>

/** The slugs of the problems that a group works on now, in mocks and challenges. */
export async function problemsUnderWay(peers: Peers, groupId: string): Promise<ReadonlySet<string>> {
  const [mocks, challenges] = await Promise.all([
    peers.mock.underWay(groupId),
    peers.challenge.underWay(groupId),
  ])
  return new Set([...mocks, ...challenges])
}
