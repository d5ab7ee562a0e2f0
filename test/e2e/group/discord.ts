import { COMPONENT, walk } from '../../fakes/discord/components.ts'
import type { FakeChannel, FakeMember, FakeMessage, InteractionResult } from '../../fakes/discord/index.ts'
import { until } from '../../support/until.ts'
import { openStage, type Stage } from '../discord/stage.ts'
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

export type DiscordGroup = Group &
  Readonly<{
    stage: Stage
    people: Readonly<Record<Name, FakeMember>>
    /** The thread in which the group works. */
    place(): FakeChannel
  }>

export async function openDiscordGroup(options: GroupOptions = {}): Promise<DiscordGroup> {
  const { surname = SURNAME, heading = CARD, chinese = [] } = options
  const stage = await openStage(options)
  const { discord, guild, channel, db } = stage
  const cuts = createCuts()
  const add = (name: Name) =>
    guild.addMember({
      name: `${name} ${surname}`,
      admin: name === 'olga',
      ...(chinese.includes(name) && { locale: 'zh-CN' }),
    })
  const people = Object.fromEntries(NAMES.map((name) => [name, add(name)])) as Record<Name, FakeMember>
  const seen = (message: FakeMessage) => look(message, discord.bot.id)

  const card = () => channel.messages.findLast(({ author, text }) => author.bot && text.includes(heading))
  const place = () => {
    const thread = card()?.thread
    if (!thread) throw new Error(`nothing with the heading ${heading} has a thread`)
    return thread
  }
  const placed = () => {
    const thread = card()?.thread
    return thread && !thread.deleted ? thread.messages : []
  }
  const find = (id: string): FakeMessage => {
    const own = Object.values(people).flatMap((person) => discord.dms(person))
    const found = [...channel.messages, ...placed(), ...own].find((message) => message.id === id)
    if (!found) throw new Error(`no message ${id}`)
    return found
  }
  const member = (name: Name): Member => {
    const person = people[name]
    return {
      id: person.id,
      name: person.user.name,
      command: (command, options = {}) => {
        const here = Object.entries(options).map(([key, value]) => [
          key,
          value === 'here' ? channel.id : value,
        ])
        return cuts.during(async () =>
          screenOf(person, await person.command(channel, command, Object.fromEntries(here)), cuts),
        )
      },
      press: (on, label) =>
        cuts.during(async () => screenOf(person, await person.click(find(on.id), label), cuts)),
      steer: (on, label) =>
        cuts.during(async () => {
          const { error } = await person.click(find(on.id), label)
          if (error) throw new TooSlow(`the bot ${error}`)
        }),
      say: async (text, files = []) => person.say(place(), text, { files }).id,
      rewrite: async (id, text) => person.edit(find(id), text),
      remove: async (id) => person.delete(find(id)),
      react: async (id, emoji) => person.react(find(id), emoji),
      unreact: async (id, emoji) => person.unreact(find(id), emoji),
      dms: async () => discord.dms(person).map(seen),
    }
  }
  return {
    platform: 'discord',
    stage,
    db,
    people,
    place,
    members: Object.fromEntries(NAMES.map((name) => [name, member(name)])) as Record<Name, Member>,
    standsAlone: true,
    mention: (name) => `<@${people[name].id}>`,
    channel: async () => channel.messages.filter(({ type }) => type === 0).map(seen),
    thread: async () =>
      placed()
        .filter(({ type }) => type === 0)
        .map(seen),
    async opens(address) {
      const [, space, where, message] =
        /^https:\/\/discord\.com\/channels\/(\d+)\/(\d+)\/(\d+)$/u.exec(address) ?? []
      const there = [channel, ...channel.threads].find(({ id }) => id === where && space === guild.id)
      const shown = there?.messages.find(({ id }) => id === message)
      if (!shown) throw new Error(`nothing stands at ${address}`)
      return shown.id
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
    violations: stage.violations,
    close: stage.close,
  }
}

function look(message: FakeMessage, bot: string): Post {
  const decoder = new TextDecoder()
  return {
    id: message.id,
    author: message.author.id === bot ? undefined : message.author.id,
    text: message.text,
    buttons: message.buttons.filter((label) => message.button(label)?.disabled !== true),
    pings: message.pings,
    links: Object.fromEntries(
      message.buttons.flatMap((label) => {
        const url = message.button(label)?.url
        return url === undefined ? [] : [[label, url]]
      }),
    ),
    files: message.attachments.map(({ filename, data, description = '' }) => ({
      name: filename,
      text: decoder.decode(data),
      alt: description,
    })),
    reactions: message.reactions.map(({ emoji, users }) => ({
      emoji,
      people: users.filter(({ id }) => id !== bot).map(({ id }) => id),
    })),
  }
}

async function screenOf(person: FakeMember, result: InteractionResult, cuts: Cuts): Promise<Screen> {
  if (result.error) throw new TooSlow(`the bot ${result.error}`)
  const shown = await until(
    () => result.modal ?? result.ephemeral.findLast(({ loading }) => !loading) ?? result.updated,
  )
  if (result.messages.some(({ ephemeral }) => !ephemeral)) throw new Error('the answer was public')
  if ('inputs' in shown)
    return {
      text: shown.text,
      press: () => Promise.reject(new Error('a form has no buttons')),
      choose: () => Promise.reject(new Error('a form is filled in')),
      fill: (values, _, files) =>
        cuts.during(async () => screenOf(person, await person.submit(shown, values, files), cuts)),
    }
  return {
    get text() {
      return shown.text
    },
    press: (label) => cuts.during(async () => screenOf(person, await person.click(shown, label), cuts)),
    choose: (select, choice) =>
      cuts.during(async () => {
        const offered = shown.select(select)?.options?.find(({ label }) => label === choice)
        return screenOf(person, await person.choose(shown, select, offered?.value ?? choice), cuts)
      }),
    fill: (values, submit) => cuts.during(() => fillPanel(person, shown, values, submit, cuts)),
  }
}

/** A long form is a private message: selects that are saved as they change, and texts behind buttons. */
async function fillPanel(
  person: FakeMember,
  panel: FakeMessage,
  values: Readonly<Record<string, string>>,
  submit: string,
  cuts: Cuts,
): Promise<Screen> {
  for (const [label, value] of Object.entries(values)) {
    const onPage = () =>
      [...walk(panel.components)].some(
        ({ type, placeholder }) => type === COMPONENT.stringSelect && placeholder === label,
      )
    const page = panel.buttons.find((each) => ['Next', 'Back'].includes(each))
    const isText = panel.buttons.some((each) => each.includes(label))
    if (!onPage() && !isText && page) {
      await acked(person.click(panel, page))
      await until(onPage)
    }
    if (onPage()) await acked(person.choose(panel, label, value))
    else {
      const { modal } = await acked(
        person.click(panel, panel.buttons.find((each) => each.includes(label)) ?? label),
      )
      if (modal) await acked(person.submit(modal, { [label]: value }))
    }
  }
  // A refusal takes the place of the panel.
  if (!panel.buttons.includes(submit)) return refused(panel.text)
  return screenOf(person, await person.click(panel, submit), cuts)
}

function refused(text: string): Screen {
  const nothing = () => Promise.reject(new Error(`nothing can be done there: ${text}`))
  return { text, press: nothing, choose: nothing, fill: nothing }
}

async function acked(acting: Promise<InteractionResult>): Promise<InteractionResult> {
  const result = await acting
  if (result.error) throw new TooSlow(`the bot ${result.error}`)
  return result
}
