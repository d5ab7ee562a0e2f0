import { emojiOf, nameOfEmoji } from '../../../src/platforms/slack/emoji.ts'
import { LOADING } from '../../../src/platforms/slack/views.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { plain, walk } from '../../fakes/slack/blocks.ts'
import type { FakeMember, FakeMessage, FakeView, InteractionResult } from '../../fakes/slack/index.ts'
import { until } from '../../support/until.ts'
import { openSlackStage, type SlackMode, type SlackStage, type SlackStageOptions } from '../slack/stage.ts'
import { type Cuts, createCuts, TooSlow } from './cuts.ts'
import {
  CARD,
  type Group,
  type GroupOptions,
  type Member,
  NAMES,
  type Name,
  type Post,
  type Screen,
  SURNAME,
} from './group.ts'

export type SlackGroup = Group & Readonly<{ stage: SlackStage; people: Readonly<Record<Name, FakeMember>> }>

type SlackGroupOptions = GroupOptions & Pick<SlackStageOptions, 'limits'>

export async function openSlackGroup(mode: SlackMode, options: SlackGroupOptions = {}): Promise<SlackGroup> {
  const { surname = SURNAME, heading = CARD, chinese = [] } = options
  const stage = await openSlackStage(mode, options)
  const { slack, room, db } = stage
  const cuts = createCuts()
  const add = (name: Name) =>
    slack.addMember({
      name: `${name} ${surname}`,
      admin: name === 'olga',
      ...(chinese.includes(name) && { locale: 'zh-CN' }),
    })
  const people = Object.fromEntries(NAMES.map((name) => [name, add(name)])) as Record<Name, FakeMember>
  await stage.start()
  const seen = (message: FakeMessage) => look(message, slack.bot.id)

  const card = () =>
    room.messages.findLast(
      ({ author, text, threadTs }) =>
        author.id === slack.bot.id && threadTs === undefined && text.includes(heading),
    )
  const placed = () => {
    const head = card()
    return head ? room.thread(head.ts) : []
  }
  const find = (ts: string): FakeMessage => {
    const found = [room, ...Object.values(people).map((person) => slack.dm(person))]
      .map((channel) => channel.find(ts))
      .find((message) => message !== undefined)
    if (!found) throw new Error(`no message ${ts}`)
    return found
  }
  const named = (emoji: string) => nameOfEmoji(emoji) ?? emoji
  const member = (name: Name): Member => {
    const person = people[name]
    const inNewWindow = (work: () => Promise<InteractionResult>) =>
      cuts.during(async () => {
        // A window that still stands open would lie on top.
        person.reload()
        return screenOf(person, await work(), cuts)
      })
    return {
      id: person.id,
      name: person.user.name,
      command: (command, options = {}) => {
        const typed = Object.entries(options).map(
          ([key, value]) => `${key}:${value === 'here' ? `#${room.name}` : quoted(value)}`,
        )
        return inNewWindow(() => person.command(room, [`/${command}`, ...typed].join(' ')))
      },
      press: (on, label) => inNewWindow(() => person.click(find(on.id), label)),
      steer: (on, label) =>
        cuts.during(async () => {
          const { error } = await person.click(find(on.id), label)
          if (error) throw new TooSlow(`Slack told the person: ${error}`)
        }),
      say: async (text, files = []) => {
        const thread = card()
        if (!thread) throw new Error(`nothing with the heading ${heading} stands`)
        return person.say(room, text, { thread, files }).ts
      },
      rewrite: async (id, text) => person.edit(find(id), text),
      remove: async (id) => person.delete(find(id)),
      react: async (id, emoji) => person.react(find(id), named(emoji)),
      unreact: async (id, emoji) => person.unreact(find(id), named(emoji)),
      dms: async () => slack.dms(person).map(seen),
    }
  }
  return {
    platform: 'slack',
    stage,
    db,
    people,
    members: Object.fromEntries(NAMES.map((name) => [name, member(name)])) as Record<Name, Member>,
    standsAlone: true,
    mention: (name) => `@${people[name].user.name}`,
    channel: async () =>
      room.messages.filter(({ stands, threadTs, ephemeral }) => stands && !threadTs && !ephemeral).map(seen),
    thread: async () => placed().map(seen),
    async opens(address) {
      const url = new URL(address)
      const [, channel, digits, micros] = /^\/archives\/(\w+)\/p(\d{10})(\d{6})$/u.exec(url.pathname) ?? []
      const shown = channel === room.id ? room.find(`${digits}.${micros}`) : undefined
      const thread = url.searchParams.get('thread_ts') ?? undefined
      if (url.host !== `${slack.team.domain}.slack.com` || shown?.threadTs !== thread || !shown)
        throw new Error(`nothing stands at ${address}`)
      return shown.ts
    },
    alive: cuts.alive,
    answered: cuts.answered,
    async end() {
      cuts.cut()
      await (options.ownProcess ? stage.bots.kill() : stage.bots.stop())
    },
    async start(speed = 1) {
      await stage.bots.start({ CLOCK_SPEED: String(speed) })
      cuts.revive()
    },
    logs: stage.logs,
    output: stage.output,
    violations: async () => slack.violations.map(({ method, problem }) => `${method}: ${problem}`),
    close: stage.close,
  }
}

/** Direct messages that are no answer to what somebody does just then. */
const UNASKED = /Please review|still to be written|^On answer \d+ of /u

/** The private answer that comes in no window. */
const apart = (result: InteractionResult) =>
  result.ephemeral[0] ?? result.dms.find(({ text }) => !UNASKED.test(text))

const TOO_LATE = loadTexts().in('en')('slack.tooLate')

const quoted = (value: string | number) => (/\s/u.test(String(value)) ? `"${value}"` : String(value))

function look(message: FakeMessage, bot: string): Post {
  const decoder = new TextDecoder()
  return {
    id: message.ts,
    author: message.author.id === bot ? undefined : message.author.id,
    text: message.text,
    buttons: message.buttons,
    pings: message.pings,
    links: Object.fromEntries(
      [...walk(message.blocks)].flatMap((part) =>
        part.type === 'button' && part.url !== undefined ? [[plain(part.text), part.url] as const] : [],
      ),
    ),
    files: message.files
      .filter(({ deleted }) => !deleted)
      .map(({ name, data, alt = '' }) => ({ name, text: decoder.decode(data), alt })),
    reactions: message.reactions.map(({ name, users }) => ({
      emoji: emojiOf(name) ?? name,
      people: users.filter(({ id }) => id !== bot).map(({ id }) => id),
    })),
  }
}

/** @param on the window in which somebody did something, as it was then: the answer may take its place */
async function screenOf(
  person: FakeMember,
  result: InteractionResult,
  cuts: Cuts,
  on?: Readonly<{ view: FakeView; hash: string }>,
): Promise<Screen> {
  if (result.error) throw new TooSlow(`Slack told the person: ${result.error}`)
  const isReady = (view: FakeView | undefined) => view?.open && view.callbackId !== LOADING
  const replaced = () => (on && on.view.hash !== on.hash && isReady(on.view) ? on.view : undefined)
  const shown = await until(() =>
    isReady(result.view) ? result.view : (replaced() ?? (result.view ? undefined : apart(result))),
  )
  if (shown.text.includes(TOO_LATE)) throw new TooSlow(shown.text)
  if (!('callbackId' in shown))
    return {
      text: shown.text,
      press: (label) => cuts.during(async () => screenOf(person, await person.click(shown, label), cuts)),
      choose: (select, choice) =>
        cuts.during(async () => screenOf(person, await person.choose(shown, select, choice), cuts)),
      fill: () => Promise.reject(new Error('a direct message is no form')),
    }
  const inside = (work: () => Promise<InteractionResult>) =>
    cuts.during(async () => {
      const before = { view: shown, hash: shown.hash }
      return screenOf(person, await work(), cuts, before)
    })
  return {
    get text() {
      return [shown.text, ...Object.values(shown.errors)].join('\n')
    },
    press: (label) => inside(() => person.click(shown, label)),
    choose: (select, choice) => inside(() => person.choose(shown, select, choice)),
    fill: (values, _, files) =>
      cuts.during(async () => {
        const before = shown.hash
        const below = shown.previous && { view: shown.previous, hash: shown.previous.hash }
        const sent = await person.submit(shown, values, files)
        return screenOf(person, await followed(sent, shown, before, below), cuts, below)
      }),
  }
}

/**
 * After a form either another window stands there, or the window below it with other content, or the form itself
 * with what is wrong.
 */
async function followed(
  result: InteractionResult,
  form: FakeView,
  before: string,
  below: Readonly<{ view: FakeView; hash: string }> | undefined,
): Promise<InteractionResult> {
  if (result.error) return result
  await until(
    () =>
      apart(result) ||
      (below && !form.open && below.view.hash !== below.hash) ||
      (result.view && (result.view !== form || form.hash !== before || Object.keys(form.errors).length > 0)),
  )
  return result
}
