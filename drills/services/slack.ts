import { defineCommands, loadCommands } from '../../src/app/commands.ts'
import { drawManifest } from '../../src/platforms/slack/manifest.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'
import {
  type FakeChannel,
  type FakeMember,
  type FakeMessage,
  type FakeSlack,
  startFakeSlack,
} from '../../test/fakes/slack/index.ts'
import { fromManifest } from '../../test/fakes/slack/manifest.ts'
import type { Kind, Person, Place, Said, Service, Written } from '../service.ts'
import { doneOf, fillSheet, pressInChannel } from './slack-answers.ts'
import { audit, readMark } from './slack-audit.ts'
import { readBlocks } from './slack-text.ts'
import { createViews, readKey, type Views } from './views.ts'

export type SlackService = Service & Readonly<{ slack: FakeSlack }>

/** Slack takes one message per second and channel; a mock at higher speed says more than that. */
export const onSlack: Kind<SlackService> = {
  open: () => openSlack(),
  speed: { short: 40, full: 30 },
}

/** An upload stands in its channel some time after it was answered. */
const SHARED_MS = 1000
const COMMANDS = new URL('../../commands/', import.meta.url)
const KEYCAPS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven']

type FakeSettings = Parameters<typeof startFakeSlack>[0]
type Thread = Readonly<{ channel: FakeChannel; ts: string | undefined }>

/** @param settings other than those of the bot's own manifest */
export async function openSlack(settings: FakeSettings = {}): Promise<SlackService> {
  const commands = defineCommands(await loadCommands(COMMANDS), loadTexts())
  const slack = await startFakeSlack({
    ...fromManifest(drawManifest(commands, undefined)),
    shareDelayMs: SHARED_MS,
    ...settings,
  })
  const channels: FakeChannel[] = []
  const ids = new Map<string, string>()
  /** The bot mentions people whom it notifies and names others. */
  const mention = (text: string) =>
    text.replace(/@(\w+ of [\w-]+)/gu, (named, name: string) => {
      const id = ids.get(name)
      return id === undefined ? named : `<@${id}>`
    })
  const texts = new WeakMap<object, string>()
  const textOf = (blocks: FakeMessage['blocks']) => {
    const text = texts.get(blocks) ?? readBlocks(blocks, mention)
    texts.set(blocks, text)
    return text
  }

  const messages: Views<FakeMessage, Said> = createViews((message) => ({
    get versions() {
      return [...message.earlier, message.blocks].map(textOf)
    },
    get text() {
      return textOf(message.blocks)
    },
    get buttons() {
      return message.buttons
    },
    canPress: (label) => message.buttons.includes(label),
    get delivery() {
      return readKey(readMark(message)?.key)
    },
    at: Number(message.ts) * 1000,
    get thread() {
      const { channel, ts, replies } = message
      return replies.length > 0 ? threadOn(channel as FakeChannel, ts) : undefined
    },
  }))
  const places: Views<Thread, Place> = createViews(({ channel, ts }) => ({
    id: channel.id,
    name: channel.name,
    get said() {
      return channel.messages
        .filter(({ author, stands, ephemeral, threadTs }) => {
          return author.bot && stands && !ephemeral && threadTs === ts
        })
        .map(messages.of)
    },
  }))
  const threads = new Map<string, Thread>()
  function threadOn(channel: FakeChannel, ts: string | undefined): Place {
    const key = `${channel.id} ${ts}`
    const thread = threads.get(key) ?? { channel, ts }
    threads.set(key, thread)
    return places.of(thread)
  }
  const written = createViews<FakeMessage, Written>(({ ts }) => ({ id: ts }))

  const personOf = (member: FakeMember): Person => ({
    id: member.id,
    gather: async (channel, problem, minutes) =>
      doneOf(member, await member.command(places.from(channel).channel, `/mock ${problem} ${minutes}`)),
    press: (on, label) => pressInChannel(member, messages.from(on), label),
    say(place, text) {
      const { channel, ts } = places.from(place)
      return written.of(member.say(channel, text, ts === undefined ? {} : { thread: ts }))
    },
    rewrite: (message, text) => member.edit(written.from(message), text),
    erase: (message) => member.delete(written.from(message)),
    file: (message, stage) => member.react(written.from(message), KEYCAPS[stage] ?? ''),
    unfile: (message, stage) => member.unreact(written.from(message), KEYCAPS[stage] ?? ''),
    fillSheet: (scoring) => fillSheet(member, messages.from, scoring),
  })

  return {
    title: 'Slack',
    slack,
    envOf: () => ({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
    }),
    addChannel(name) {
      const channel = slack.addChannel({ name })
      channels.push(channel)
      return threadOn(channel, undefined)
    },
    addPerson(name) {
      const member = slack.addMember({ name })
      ids.set(name, member.id)
      return personOf(member)
    },
    calm() {
      slack.faults.clear()
      slack.events.disturb(undefined)
      slack.repeatWhen(undefined)
    },
    audit: () => audit(slack, channels),
    requests: () => slack.requests.map((request) => JSON.stringify(request)),
    stop: () => slack.stop(),
  }
}
