import { timestampOf } from '../../test/fakes/discord/ids.ts'
import {
  type FakeChannel,
  type FakeDiscord,
  type FakeMember,
  type FakeMessage,
  startFakeDiscord,
} from '../../test/fakes/discord/index.ts'
import { KEYCAPS } from '../mock/plan.ts'
import type { Kind, Person, Place, Said, Service, Written } from '../service.ts'
import { doneOf, fillSheet } from './discord-answers.ts'
import { createViews, readKey, type Views } from './views.ts'

export type DiscordService = Service & Readonly<{ discord: FakeDiscord }>

export const onDiscord: Kind<DiscordService> = {
  open: openDiscord,
  speed: { short: 100, full: 60 },
}

/** The service's own line that a thread begins here. */
const THREAD_STARTER = 21

async function openDiscord(): Promise<DiscordService> {
  const discord = await startFakeDiscord()
  const guild = discord.addGuild({ name: 'ML system design group' })

  const messages: Views<FakeMessage, Said> = createViews((message) => ({
    get versions() {
      return [...message.edits, message.text]
    },
    get text() {
      return message.text
    },
    get buttons() {
      return message.buttons
    },
    canPress(label) {
      const button = message.button(label)
      return button !== undefined && button.disabled !== true
    },
    delivery: readKey(message.nonce),
    at: timestampOf(message.id),
    get thread() {
      return message.thread && places.of(message.thread)
    },
  }))
  const places: Views<FakeChannel, Place> = createViews((channel) => ({
    id: channel.id,
    name: channel.name,
    get said() {
      return channel.messages
        .filter(({ author, deleted, type }) => author.bot && !deleted && type !== THREAD_STARTER)
        .map(messages.of)
    },
  }))
  const written = createViews<FakeMessage, Written>(({ id }) => ({ id }))

  const personOf = (member: FakeMember): Person => ({
    id: member.id,
    gather: async (channel, problem, minutes) =>
      doneOf(member, await member.command(places.from(channel), 'mock', { problem, minutes })),
    press: async (on, label) => doneOf(member, await member.click(messages.from(on), label)),
    say: (thread, text) => written.of(member.say(places.from(thread), text)),
    rewrite: (message, text) => member.edit(written.from(message), text),
    erase: (message) => member.delete(written.from(message)),
    file: (message, stage) => member.react(written.from(message), KEYCAPS[stage] ?? ''),
    unfile: (message, stage) => member.unreact(written.from(message), KEYCAPS[stage] ?? ''),
    fillSheet: (scoring) => fillSheet(member, messages.from, scoring),
  })

  return {
    title: 'Discord',
    discord,
    envOf: (bot) => ({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrlFor(String(bot)) }),
    addChannel: (name) => places.of(guild.addChannel({ name })),
    addPerson: (name) => personOf(guild.addMember({ name })),
    calm: () => discord.faults.clear(),
    // The fake refuses what breaks Discord's limits, and a picture is part of its message.
    audit: () => [],
    requests: () =>
      discord.requests.map(({ at, method, path, status }) => JSON.stringify({ at, method, path, status })),
    stop: () => discord.stop(),
  }
}
