import { createServer } from 'node:http'
import type { ChannelRef, MessageRef, UserRef } from '#bot'
import { emojiOf, nameOfEmoji } from '../../../src/platforms/slack/emoji.ts'
import { createSlack, type Slack, type SlackOptions } from '../../../src/platforms/slack/index.ts'
import { drawManifest } from '../../../src/platforms/slack/manifest.ts'
import { LOADING, SAID } from '../../../src/platforms/slack/views.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { blockLines, plain, shown, walk } from '../../fakes/slack/blocks.ts'
import {
  type FakeChannel,
  type FakeMember,
  type FakeMessage,
  type FakeSlack,
  type FakeView,
  type InteractionResult,
  startFakeSlack,
} from '../../fakes/slack/index.ts'
import { fromManifest } from '../../fakes/slack/manifest.ts'
import { commands } from '../../platform-contract/script.ts'
import type { Filled, Outcome, Person, Seen, Stage } from '../../platform-contract/stage.ts'

type Logged = Readonly<{ level: string; fields: object; message: string }>
export type Mode = 'socket' | 'http'

export type SlackStage = Stage &
  Readonly<{
    platform: Slack
    fake: FakeSlack
    room: FakeChannel
    members: Readonly<{ alice: FakeMember; bob: FakeMember }>
    logged: readonly Logged[]
    options: SlackOptions
    /** Where the bot's HTTP server listens for Slack. */
    url: string | undefined
    message(ref: MessageRef): FakeMessage
    refOf(message: FakeMessage): MessageRef
  }>

type FakeOptions = Parameters<typeof startFakeSlack>[0]

/** A fake Slack with one channel and two people, and the platform to be started there. */
export async function openSlackStage(
  mode: Mode = 'socket',
  fakeOptions: FakeOptions = { rateLimits: 'off' },
  more: Partial<SlackOptions> = {},
): Promise<SlackStage> {
  const fake = await startFakeSlack({
    ...fromManifest(
      drawManifest(commands, mode === 'http' ? 'https://bot.example.org/slack/events' : undefined),
    ),
    ...fakeOptions,
  })
  const room = fake.addChannel({ name: 'mocks' })
  const members = {
    alice: fake.addMember({ name: 'Alice', admin: true }),
    bob: fake.addMember({ name: 'Bob', locale: 'zh-CN' }),
  }
  const logged: Logged[] = []
  const note = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, fields, message })
  const options: SlackOptions = {
    botToken: fake.botToken,
    inbound: mode === 'socket' ? { appToken: fake.appToken } : { signingSecret: fake.signingSecret },
    apiUrl: fake.apiUrl,
    translate: loadTexts().in,
    now: Date.now,
    log: { info: note('info'), warn: note('warn'), error: note('error') },
    paceMs: 0,
    ...more,
  }
  const slack = createSlack(options)
  const http = slack.mount && (await serve(slack.mount))
  const platform: Slack = {
    ...slack,
    async start(commands, onEvent) {
      await slack.start(commands, onEvent)
      if (http) await fake.useHttp(http.url)
    },
  }
  const space = fake.team.id

  const channels = () => [room, fake.dm(members.alice), fake.dm(members.bob)]
  const message = (ref: MessageRef): FakeMessage => {
    const found = channels()
      .find(({ id }) => id === ref.channel)
      ?.find(ref.message)
    if (!found) throw new Error(`no message ${ref.message}`)
    return found
  }
  const refOf = ({ channel, threadTs, ts }: FakeMessage): MessageRef => ({
    platform: 'slack',
    space,
    channel: channel.id,
    ...(threadTs !== undefined && { thread: threadTs }),
    message: ts,
  })
  const seen = (said: FakeMessage) => look(said, refOf(said))
  const standing = (at: ChannelRef): readonly FakeMessage[] => {
    const channel = channels().find(({ id }) => id === at.channel)
    if (!channel) throw new Error(`no channel ${at.channel}`)
    if (at.thread !== undefined) return channel.thread(at.thread)
    return channel.messages.filter(({ stands, threadTs, ephemeral }) => stands && !threadTs && !ephemeral)
  }
  const where: Where = { fake, views: new Map(), space, room, standing, message, refOf, seen }
  const alice = createPerson(members.alice, where)
  const bob = createPerson(members.bob, where)

  return {
    platform,
    fake,
    room,
    members,
    logged,
    options,
    url: http?.url,
    message,
    refOf,
    channel: { platform: 'slack', space, channel: room.id },
    alice,
    bob,
    messages: async (at) => standing(at).map(seen),
    dms: async (who) => fake.dms(who === alice ? members.alice : members.bob).map(seen),
    opens(address) {
      const url = new URL(address)
      const [, channel, digits, micros] =
        /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?$/.exec(url.pathname) ?? []
      if (url.host !== `${fake.team.domain}.slack.com` || channel !== room.id)
        throw new Error(`nothing stands at ${address}`)
      const thread = url.searchParams.get('thread_ts') ?? undefined
      if (thread !== undefined && url.searchParams.get('cid') !== channel)
        throw new Error('a thread without cid')
      const place = { platform: 'slack' as const, space, channel, ...(thread !== undefined && { thread }) }
      if (digits === undefined) return place
      const shown = { ...place, message: `${digits}.${micros}` }
      // A thread's first message stands in no thread, and its address may open it all the same.
      if (message(shown).threadTs !== thread && thread !== shown.message)
        throw new Error(`another thread: ${address}`)
      return shown
    },
    closeDms: () => fake.closeMessagesTab(),
    closedChannel: () => ({
      channel: { platform: 'slack', space, channel: fake.addChannel({ name: 'closed', joined: false }).id },
      lacks: ['join'],
    }),
    threadless: () => ({ platform: 'slack', space, channel: fake.dm(members.alice).id }),
    deleteThread: async () => false,
    violations: async () => fake.violations.map(({ method, problem }) => `${method}: ${problem}`),
    async close() {
      await slack.stop()
      await http?.stop()
      await fake.stop()
    },
  }
}

async function serve(mount: NonNullable<Slack['mount']>) {
  const server = createServer((request, response) => mount.request(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}${mount.path}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function look(message: FakeMessage, ref: MessageRef): Seen {
  return {
    ref,
    text: message.text,
    buttons: message.buttons,
    links: linksIn(message.blocks),
    files: message.files.map((file) => ({
      name: file.name,
      data: file.data,
      alt: file.alt,
    })),
    reactions: message.reactions.map(({ name, users }) => ({
      emoji: emojiOf(name) ?? name,
      users: users.map(({ id }) => id),
    })),
    pinged: message.pings,
    private: message.ephemeral || message.channel.kind === 'dm',
  }
}

function linksIn(blocks: FakeMessage['blocks']): Seen['links'] {
  const links = [...walk(blocks)].flatMap((part) =>
    part.type === 'button' && part.url !== undefined ? [[plain(part.text), part.url] as const] : [],
  )
  return Object.fromEntries(links)
}

/** The contents of a window, one per message in it. */
function lookInto(view: FakeView, at: ChannelRef, views: Map<string, FakeView>): readonly Seen[] {
  views.set(view.id, view)
  const parts: FakeView['blocks'][] = [[]]
  for (const block of view.blocks)
    if (block.type === 'divider') parts.push([])
    else parts.at(-1)?.push(block)
  return parts.map((blocks) => ({
    ref: { ...at, message: view.id },
    text: shown(blockLines(blocks).join('\n')),
    buttons: view.buttons,
    links: linksIn(view.blocks),
    files: [],
    reactions: [],
    pinged: [],
    private: true,
  }))
}

type Where = Readonly<{
  fake: FakeSlack
  /** Windows that somebody looked into, by their ids. */
  views: Map<string, FakeView>
  space: string
  room: FakeChannel
  standing(at: ChannelRef): readonly FakeMessage[]
  message(ref: MessageRef): FakeMessage
  refOf(message: FakeMessage): MessageRef
  seen(message: FakeMessage): Seen
}>

type SlackOutcome = Outcome & Readonly<{ result: InteractionResult; at: ChannelRef }>

function createPerson(member: FakeMember, where: Where): Person {
  const ref: UserRef = { platform: 'slack', space: where.space, user: member.id }

  /** Does something, and watches what the bot says to all and to the person. */
  const watch = async (at: ChannelRef, work: () => Promise<InteractionResult>): Promise<SlackOutcome> => {
    const before = where.standing(at).length
    const result = await work()
    if (result.error) throw new Error(`Slack told the person: ${result.error}`)
    const inWindows = () => result.views.filter(({ open, callbackId }) => open && callbackId === SAID)
    return {
      result,
      at,
      replies: () => [
        ...[...new Set(inWindows())].flatMap((view) => lookInto(view, at, where.views)),
        ...[...result.messages, ...result.ephemeral, ...result.dms].map(where.seen),
        ...where
          .standing(at)
          .slice(before)
          .filter(({ author }) => author.bot)
          .map(where.seen),
      ],
      hasForm: () => result.view?.submit !== undefined,
      refusal: () => result.views.flatMap(({ errors }) => Object.values(errors)).join('\n'),
      isWaiting: () => result.views.some(({ open, callbackId }) => open && callbackId === LOADING),
    }
  }

  return {
    ref,
    name: member.user.name,
    command: (at, name, options = {}) => {
      const typed = Object.entries(options).map(([option, value]) => `${option}:${value}`)
      return watch(at, () => member.command(where.room, [`/${name}`, ...typed].join(' ')))
    },
    suggest: async () => undefined,
    click: (on, label) =>
      watch(channelRef(on), () => member.click(where.views.get(on.message) ?? where.message(on), label)),
    choose: (on, select, value) =>
      watch(channelRef(on), () => member.choose(where.message(on), select, value)),
    async fill(outcome, { values, files }: Filled) {
      const { result, at } = outcome as SlackOutcome
      const { view } = result
      if (!view) throw new Error('no form stands open')
      return watch(at, () => member.submit(view, values, files))
    },
    say: async (at, text, file) =>
      where.refOf(
        await member.say(where.room, text, {
          ...(at.thread !== undefined && { thread: at.thread }),
          ...(file && { files: [file] }),
        }),
      ),
    forward: async (on, to) =>
      where.refOf(
        member.forward(where.message(on), where.room, {
          ...(to.thread !== undefined && { thread: to.thread }),
        }),
      ),
    rewrite: async (on, text) => void (await member.edit(where.message(on), text)),
    remove: async (on) => void (await member.delete(where.message(on))),
    react: async (on, emoji) => void (await member.react(where.message(on), nameOfEmoji(emoji) ?? emoji)),
    unreact: async (on, emoji) => void (await member.unreact(where.message(on), nameOfEmoji(emoji) ?? emoji)),
  }
}

function channelRef({ message: _, ...place }: MessageRef): ChannelRef {
  return place
}
