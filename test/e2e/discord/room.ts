import { expect } from 'vitest'
import type {
  Component,
  FakeGuild,
  FakeMember,
  FakeMessage,
  InteractionResult,
} from '../../fakes/discord/index.ts'
import { commanded, type Stage } from './stage.ts'

/** A channel with people of its own, so that tests on one stage don't disturb each other. */
export type Room = Stage &
  Readonly<{ ana: FakeMember; ben: FakeMember; cai: FakeMember; dan: FakeMember; olga: FakeMember }>

type RoomOptions = Readonly<{ guild?: FakeGuild; locale?: string; botPermissions?: bigint }>

/** Ana, Ben, Cai and Dan are members, Olga manages the server. */
export function newRoom(stage: Stage, name: string, options: RoomOptions = {}): Room {
  const { guild = stage.guild, locale, botPermissions } = options
  const channel = guild.addChannel({ name, ...(botPermissions !== undefined && { botPermissions }) })
  const person = (who: string, admin = false) =>
    guild.addMember({ name: `${who} of ${name}`, admin, ...(locale && { locale }) })
  return {
    ...stage,
    guild,
    channel,
    ana: person('Ana'),
    ben: person('Ben'),
    cai: person('Cai'),
    dan: person('Dan'),
    olga: person('Olga', true),
  }
}

/** Presses a button as it once stood on a message: clients lag behind, and bad ones send anything. */
export function clickAsItWas(
  member: FakeMember,
  message: FakeMessage,
  then: readonly Component[],
  label: string,
): Promise<InteractionResult> {
  const now = message.components
  message.components = [...then]
  // The click leaves at once; only its answer is awaited.
  const clicked = member.click(message, label)
  message.components = now
  return clicked
}

/** Presses a button as it once stood there. @returns the private answer */
export async function toldAsItWas(
  member: FakeMember,
  message: FakeMessage,
  then: readonly Component[],
  label: string,
): Promise<string> {
  const answer = await (await clickAsItWas(member, message, then, label)).reply()
  expect(answer.ephemeral).toBe(true)
  return answer.text
}

/** A row with one button of this custom id, labelled `Press`. */
export function buttonWithId(customId: string): readonly Component[] {
  return [{ type: 1, components: [{ type: 2, style: 2, label: 'Press', custom_id: customId }] }]
}

/** Two clicks of one finger. @returns the private answers, once one of them has come */
export async function doubleClick(member: FakeMember, message: FakeMessage, label: string) {
  const clicks = await Promise.all([member.click(message, label), member.click(message, label)])
  await Promise.any(clicks.map((click) => click.reply()))
  return clicks
}

/** Waits until the outbox is empty, so that nothing is left to be said. */
export async function settled({ discord, db }: Stage): Promise<void> {
  const waiting = async () => {
    const [row] = await db.sql<{ count: number }[]>`
      select count(*)::int as count from deliveries where state = 'pending'`
    return row?.count === 0
  }
  await discord.waitFor(waiting, { what: 'an empty outbox' })
}

/** The texts in the thread that match. */
export function linesOf(place: { messages: readonly FakeMessage[] }, text: string | RegExp): string[] {
  return place.messages
    .filter((message) => !message.deleted)
    .map((message) => message.text)
    .filter((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)))
}

/** The phase in the database of the channel's newest mock. */
export async function phaseIn({ db, channel }: Stage): Promise<string | undefined> {
  const [row] = await db.sql<{ phase: string }[]>`
    select phase from mocks where channel = ${channel.id} order by created_at desc limit 1`
  return row?.phase
}

type Wellness = Readonly<{
  /** Texts of people, which no log may hold. */
  written?: readonly string[]
  /** Error lines that the test causes on purpose. */
  expected?: RegExp
}>

/** Asserts that the bot still answers, logged no fault and no secret, and kept to Discord's API description. */
export async function expectWell(stage: Stage, { written = [], expected }: Wellness = {}): Promise<void> {
  const member = stage.guild.addMember({ name: 'Passer-by' })
  expect(await commanded(member, stage.channel, 'help')).toContain('/mock')
  const errors = stage.logs().filter(({ level = 0, msg = '' }) => level >= 50 && !expected?.test(msg))
  expect(errors).toEqual([])
  const output = stage.output()
  for (const secret of [stage.discord.token, ...written]) expect(output).not.toContain(secret)
  expect(await stage.violations()).toEqual([])
}
