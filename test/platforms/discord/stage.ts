import type { ChannelRef, MessageRef, UserRef } from '#bot'
import { createDiscord, type DiscordOptions } from '../../../src/platforms/discord/index.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { COMPONENT, walk } from '../../fakes/discord/components.ts'
import {
  allPermissionsBut,
  type FakeChannel,
  type FakeDiscord,
  type FakeGuild,
  type FakeMember,
  type FakeMessage,
  type InteractionResult,
  startFakeDiscord,
} from '../../fakes/discord/index.ts'
import { judgeRecorded } from '../../fakes/discord/judge.ts'
import { memoryDrafts } from '../../platform-contract/drafts.ts'
import type { Filled, Outcome, Person, Seen, Stage } from '../../platform-contract/stage.ts'

type Logged = Readonly<{ level: string; fields: object; message: string }>

export type DiscordStage = Stage &
  Readonly<{
    fake: FakeDiscord
    guild: FakeGuild
    room: FakeChannel
    drafts: ReturnType<typeof memoryDrafts>
    logged: readonly Logged[]
    members: Readonly<{ alice: FakeMember; bob: FakeMember }>
    options: DiscordOptions
    refOf(message: FakeMessage): MessageRef
    message(ref: MessageRef): FakeMessage
  }>

type FakeOptions = Parameters<typeof startFakeDiscord>[0]

/** A fake Discord with one guild, one channel and two people, and the platform to be started there. */
export async function openDiscordStage(fakeOptions: FakeOptions = {}): Promise<DiscordStage> {
  const fake = await startFakeDiscord(fakeOptions)
  const guild = fake.addGuild({ name: 'Study group' })
  const room = guild.addChannel({ name: 'general' })
  const members = {
    alice: guild.addMember({ name: 'Alice', admin: true }),
    bob: guild.addMember({ name: 'Bob', locale: 'zh-CN' }),
  }
  const drafts = memoryDrafts()
  const logged: Logged[] = []
  const note = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, fields, message })
  const options: DiscordOptions = {
    token: fake.token,
    apiUrl: fake.apiUrl,
    drafts,
    translate: loadTexts().in,
    log: { info: note('info'), warn: note('warn'), error: note('error') },
  }
  const platform = createDiscord(options)

  /** Private messages that somebody saw; they stand in no channel. */
  const hidden = new Map<string, FakeMessage>()
  const channelOf = (at: ChannelRef): FakeChannel => {
    const id = at.thread ?? at.channel
    const channels = guild.channels.flatMap((channel) => [channel, ...channel.threads])
    const found = channels.find((channel) => channel.id === id)
    if (!found) throw new Error(`no channel ${id}`)
    return found
  }
  const message = (ref: MessageRef): FakeMessage => {
    const { alice: one, bob: other } = members
    const messages = ref.space === 'dm' ? [...fake.dms(one), ...fake.dms(other)] : channelOf(ref).messages
    const found = hidden.get(ref.message) ?? messages.find(({ id }) => id === ref.message)
    if (!found) throw new Error(`no message ${ref.message}`)
    return found
  }
  const refOf = (said: FakeMessage): MessageRef => ({ ...channelRef(said.channel), message: said.id })
  const seen = (said: FakeMessage) => {
    if (said.ephemeral) hidden.set(said.id, said)
    return look(said, refOf(said))
  }
  const person = (member: FakeMember) => createPerson(member, { channelOf, message, refOf, seen })
  const alice = person(members.alice)
  const bob = person(members.bob)

  return {
    platform,
    fake,
    guild,
    room,
    drafts,
    logged,
    members,
    options,
    refOf,
    message,
    channel: channelRef(room),
    alice,
    bob,
    messages: async (at) =>
      channelOf(at)
        .messages.filter(({ type }) => type === 0)
        .map(seen),
    dms: async (who) => fake.dms(who === alice ? members.alice : members.bob).map(seen),
    opens(address) {
      const [, space, channel, shown] =
        /^https:\/\/discord\.com\/channels\/(\d+)\/(\d+)(?:\/(\d+))?$/.exec(address) ?? []
      if (space !== guild.id) throw new Error(`nothing stands at ${address}`)
      const place = channelRef(channelOf({ platform: 'discord', space, channel: channel ?? '' }))
      return shown === undefined ? place : refOf(message({ ...place, message: shown }))
    },
    closeDms(who) {
      const member = who === alice ? members.alice : members.bob
      member.dmsClosed = true
      return () => {
        member.dmsClosed = false
      }
    },
    closedChannel() {
      const but = ['SEND_MESSAGES', 'CREATE_PUBLIC_THREADS'] as const
      const closed = guild.addChannel({ name: 'closed', botPermissions: allPermissionsBut(...but) })
      return { channel: channelRef(closed), lacks: ['send', 'create-threads'] }
    },
    threadless: () => channelRef(guild.addChannel({ name: 'talk', kind: 'voice' })),
    async deleteThread(thread) {
      channelOf(thread).delete()
      return true
    },
    violations: async () => (await judgeRecorded(fake.requests)).violations,
    async close() {
      await platform.stop()
      await fake.stop()
    },
  }
}

function channelRef(channel: FakeChannel): ChannelRef {
  const space = channel.guild?.id ?? 'dm'
  return channel.parent
    ? { platform: 'discord', space, channel: channel.parent.id, thread: channel.id }
    : { platform: 'discord', space, channel: channel.id }
}

function look(message: FakeMessage, ref: MessageRef): Seen {
  return {
    ref,
    text: message.text,
    buttons: message.buttons,
    links: Object.fromEntries(
      message.buttons.flatMap((label) => {
        const url = message.button(label)?.url
        return url === undefined ? [] : [[label, url]]
      }),
    ),
    files: message.attachments.map(({ filename, data, description }) => ({
      name: filename,
      data,
      alt: description,
    })),
    reactions: message.reactions.map(({ emoji, users }) => ({ emoji, users: users.map(({ id }) => id) })),
    pinged: message.pings,
    private: message.ephemeral,
  }
}

type Where = Readonly<{
  channelOf(at: ChannelRef): FakeChannel
  message(ref: MessageRef): FakeMessage
  refOf(message: FakeMessage): MessageRef
  seen(message: FakeMessage): Seen
}>

type DiscordOutcome = Outcome & Readonly<{ result: InteractionResult }>

function createPerson(member: FakeMember, where: Where): Person {
  const ref: UserRef = { platform: 'discord', space: member.guild.id, user: member.id }
  const outcome = (result: InteractionResult): DiscordOutcome => ({
    result,
    replies: () => result.messages.filter(({ loading, deleted }) => !loading && !deleted).map(where.seen),
    hasForm: () => result.modal !== undefined || panelOf(result) !== undefined,
    refusal: () =>
      result.messages
        .filter(({ ephemeral }) => ephemeral)
        .map(({ text }) => text)
        .join('\n'),
    isWaiting: () => result.messages.some(({ loading, deleted }) => loading && !deleted),
  })
  return {
    ref,
    name: member.user.name,
    command: async (at, name, options) => outcome(await member.command(where.channelOf(at), name, options)),
    suggest: async (at, command, option, typed) =>
      (await member.autocomplete(where.channelOf(at), command, option, typed)).map(({ value }) =>
        String(value),
      ),
    click: async (on, label) => outcome(await member.click(where.message(on), label)),
    choose: async (on, select, value) => outcome(await member.choose(where.message(on), select, value)),
    fill: async (opened, form) => outcome(await fill(member, (opened as DiscordOutcome).result, form)),
    say: async (at, text, file) =>
      where.refOf(member.say(where.channelOf(at), text, file ? { files: [file] } : {})),
    forward: async (on, to) => where.refOf(member.forward(where.message(on), where.channelOf(to))),
    rewrite: async (on, text) => member.edit(where.message(on), text),
    remove: async (on) => member.delete(where.message(on)),
    react: async (on, emoji) => member.react(where.message(on), emoji),
    unreact: async (on, emoji) => member.unreact(where.message(on), emoji),
  }
}

/** The private message that stands for a long form. */
function panelOf(result: InteractionResult): FakeMessage | undefined {
  return result.messages.find((message) =>
    [...walk(message.components)].some(({ custom_id }) => custom_id?.startsWith('~')),
  )
}

async function fill(member: FakeMember, opened: InteractionResult, { values, files, submit }: Filled) {
  if (opened.modal) return await member.submit(opened.modal, values, files)
  const panel = panelOf(opened)
  if (!panel) throw new Error('no form stands open')
  for (const [label, value] of Object.entries(values)) {
    const isSelect = [...walk(panel.components)].some(
      ({ type, placeholder }) => type === COMPONENT.stringSelect && placeholder === label,
    )
    if (isSelect) {
      await member.choose(panel, label, value)
      continue
    }
    const button = panel.buttons.find((each) => each.includes(label)) ?? label
    const { modal } = await member.click(panel, button)
    if (modal) await member.submit(modal, { [label]: value })
  }
  return await member.click(panel, submit)
}
