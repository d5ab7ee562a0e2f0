import { type ChannelRef, type MessageRef, splitTokens, type UserRef } from '#bot'
import type {
  Answered,
  WireBlock,
  WireButton,
  WireFile,
  WireMessage,
} from '../../../src/platforms/playground/wire.ts'
import type { Filled, Outcome, Person, Seen, Stage } from '../../platform-contract/stage.ts'
import { testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { openPage, type Page } from './page.ts'
import { servePlayground } from './server.ts'

const SPACE = { platform: 'playground', space: 'playground' } as const

/** The playground on its real server, with two people in browser tabs of their own. */
export async function openPlaygroundStage(): Promise<Stage> {
  const database = await testDatabase()
  const { playground, base, stop } = await servePlayground(database)
  const pages = new Map<string, Promise<Page>>()
  const pageOf = (as: string) => {
    const page = pages.get(as) ?? openPage(base, { as, locale: as === 'ben' ? 'zh' : 'en' })
    pages.set(as, page)
    return page
  }
  const files = async (block: Readonly<{ file: WireFile; alt?: string }>) => {
    const response = await fetch(`${base}${block.file.url}`)
    if (response.status !== 200) throw new Error(`${block.file.name}: ${response.status}`)
    return { name: block.file.name, data: new Uint8Array(await response.arrayBuffer()), alt: block.alt }
  }
  const look = async (message: WireMessage): Promise<Seen> => ({
    ref: refOf(message),
    text: message.blocks.map(textOf).join('\n'),
    buttons: message.blocks.flatMap((block) =>
      block.type === 'buttons' ? block.buttons.map(({ label }) => label) : [],
    ),
    links: linksIn(message.blocks),
    files: await Promise.all([
      ...message.files.map((file) => files({ file })),
      ...message.blocks.flatMap((block) => ('file' in block ? [files(block)] : [])),
    ]),
    reactions: message.reactions.map(({ emoji, people }) => ({ emoji, users: people })),
    pinged: message.pings,
    private: message.onlyFor !== null,
  })
  const all = async (page: Page, at: ChannelRef): Promise<readonly WireMessage[]> => {
    const place = { channel: at.channel, thread: at.thread ?? null }
    const found: WireMessage[] = []
    for (let before: string | null = null; ; before = found[0]?.id ?? null) {
      const { messages, more } = await page.ask('history', { ...place, before })
      found.unshift(...messages)
      if (!more) return found
    }
  }
  const person = (as: string, name: string): Person => createPerson(() => pageOf(as), as, name)
  const alice = person('olga', 'Olga')
  const bob = person('ben', 'Ben')

  return {
    platform: playground,
    channel: { ...SPACE, channel: 'general' },
    alice,
    bob,
    messages: async (at) => Promise.all((await all(await pageOf('olga'), at)).map(look)),
    async dms(who) {
      const page = await pageOf(who.ref.user)
      const direct = page.hello().channels.find(({ kind }) => kind === 'direct')
      if (!direct) throw new Error('nobody can talk to the bot alone')
      return Promise.all((await all(page, { ...SPACE, channel: direct.id })).map(look))
    },
    opens(address) {
      // page/small.test.ts tests the page's side of it.
      const to: Extract<WireButton, Readonly<{ to: unknown }>>['to'] = JSON.parse(address)
      const { channel, thread, message } = to
      const place = { ...SPACE, channel, ...(thread !== null && { thread }) }
      return message === null ? place : { ...place, message }
    },
    closeDms: () => undefined,
    closedChannel: () => undefined,
    threadless: () => ({ platform: 'playground', space: 'playground', channel: 'direct-ana' }),
    deleteThread: async () => false,
    violations: async () => [],
    async close() {
      for (const page of pages.values()) await (await page).close()
      await stop()
      await database.close()
    },
  }
}

function refOf({ channel, thread, id }: WireMessage): MessageRef {
  return { ...SPACE, channel, ...(thread !== null && { thread }), message: id }
}

function linksIn(blocks: readonly WireBlock[]): Seen['links'] {
  const buttons = blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []))
  const links = buttons.flatMap((button) => {
    if ('action' in button) return []
    return [[button.label, JSON.stringify(button.to)] as const]
  })
  return Object.fromEntries(links)
}

function textOf(block: WireBlock): string {
  switch (block.type) {
    case 'heading':
    case 'text':
    case 'note':
      return splitTokens(block.text)
        .map((token) => (token.kind === 'text' ? token.text : token.kind))
        .join('')
    case 'fields':
      return block.fields.map(({ name, value }) => `${name}: ${value}`).join('\n')
    case 'table':
      return [block.columns, ...block.rows].map((row) => row.join(' | ')).join('\n')
    default:
      return ''
  }
}

/** `source`: the message whose button was pressed, as the page tells it with a form. */
type Happened = Outcome & Readonly<{ answered: Answered; at: ChannelRef; source?: string }>

function createPerson(open: () => Promise<Page>, as: string, name: string): Person {
  const ref: UserRef = { ...SPACE, user: as }

  /** Does something, and watches what the bot says meanwhile and after. */
  const watch = async (at: ChannelRef, work: (page: Page) => Promise<Answered>): Promise<Happened> => {
    const page = await open()
    const { messages } = await page.ask('history', { ...placeOf(at), before: null })
    const latest = messages.at(-1)?.id ?? ''
    const answered = await work(page)
    const isReply = (message: WireMessage) =>
      message.id > latest &&
      message.author === null &&
      message.channel === at.channel &&
      message.thread === (at.thread ?? null)
    return {
      answered,
      at,
      replies: () => page.messages().filter(isReply).map(seen),
      hasForm: () => answered.form !== undefined,
      refusal: () => '',
      isWaiting: () => false,
    }
  }
  /** A card as this person's page shows it. */
  const find = async (page: Page, { message: id }: MessageRef) =>
    until(() => page.messages().find((message) => message.id === id))

  return {
    ref,
    name,
    command: (at, command, options = {}) =>
      watch(at, (page) => page.ask('command', { ...placeOf(at), ...calledBy(command), options })),
    async suggest(at, command, option, typed) {
      const page = await open()
      const { choices } = await page.ask('suggest', { ...placeOf(at), ...calledBy(command), option, typed })
      return choices.map(({ value }) => value)
    },
    click: async (on, label) => ({
      ...(await watch(on, async (page) => {
        const buttons = (await find(page, on)).blocks.flatMap((block) =>
          block.type === 'buttons' ? block.buttons : [],
        )
        const button = buttons.find((each) => each.label === label)
        if (!button || !('action' in button)) throw new Error(`no button ${label}`)
        return page.ask('action', { message: on.message, action: button.action })
      })),
      source: on.message,
    }),
    choose: (on, select, value) =>
      watch(on, async (page) => {
        const block = (await find(page, on)).blocks.find(
          (each) => each.type === 'select' && each.placeholder === select,
        )
        if (block?.type !== 'select') throw new Error(`no select ${select}`)
        return page.ask('action', { message: on.message, action: block.action, value })
      }),
    async fill(outcome, { values, files = {} }: Filled) {
      const { answered, at, source } = outcome as Happened
      const { form } = answered
      if (!form) throw new Error('no form stands open')
      const page = await open()
      const filled: Record<string, string> = {}
      for (const { id, label, value } of form.fields) {
        const file = files[label]
        const uploaded = file && (await page.upload(file.name, file.data))
        filled[id] = uploaded ? String(uploaded.body.id) : (values[label] ?? value ?? '')
      }
      let refusal = ''
      const submitted = await watch(at, async () => {
        const body = { as, locale: 'en', ...placeOf(at), form: form.id, values: filled, source }
        const answer = await page.send('form', body)
        if (answer.status !== 200) refusal = String(answer.body.say)
        return answer.status === 200 ? (answer.body as Answered) : { outcome: 'refused', form }
      })
      return { ...submitted, refusal: () => refusal }
    },
    async say(at, text, file) {
      const page = await open()
      const uploaded = file && (await page.upload(file.name, file.data))
      const files = uploaded ? [String(uploaded.body.id)] : []
      const { id } = await page.ask('say', { ...placeOf(at), text, files })
      return { ...at, message: id }
    },
    forward: async () => undefined,
    rewrite: async (on, text) => void (await (await open()).ask('rewrite', { message: on.message, text })),
    remove: async (on) => void (await (await open()).ask('remove', { message: on.message })),
    react: async (on, emoji) =>
      void (await (await open()).ask('react', { message: on.message, emoji, on: true })),
    unreact: async (on, emoji) =>
      void (await (await open()).ask('react', { message: on.message, emoji, on: false })),
  }
}

function calledBy(path: string) {
  const [name = '', subcommand] = path.split(' ')
  return { name, ...(subcommand !== undefined && { subcommand }) }
}

function placeOf({ channel, thread }: ChannelRef) {
  return { channel, thread: thread ?? null }
}

/** As far as an answer is looked at. */
function seen(message: WireMessage): Seen {
  return {
    ref: refOf(message),
    text: message.blocks.map(textOf).join('\n'),
    buttons: [],
    links: linksIn(message.blocks),
    files: [],
    reactions: [],
    pinged: message.pings,
    private: message.onlyFor !== null,
  }
}
