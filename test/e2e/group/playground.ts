import { splitTokens } from '#bot'
import type {
  Answered,
  WireBlock,
  WireButton,
  WireForm,
  WireMessage,
} from '../../../src/platforms/playground/wire.ts'
import { openPage, type Page } from '../../platforms/playground/page.ts'
import { type BotEnv, type BotProcess, botEnv, startBotProcess } from '../../support/bot.ts'
import { testDatabase } from '../../support/database.ts'
import { freePort } from '../../support/free-port.ts'
import { until } from '../../support/until.ts'
import {
  Cut,
  createCuts,
  type Group,
  type Member,
  NAMES,
  type Name,
  type Post,
  type Screen,
} from './group.ts'

const CHANNEL = 'general'

export async function openPlaygroundGroup(env: BotEnv = {}): Promise<Group> {
  const db = await testDatabase()
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const bots: BotProcess[] = []
  const cuts = createCuts()
  const pages = new Map<Name, Promise<Page>>()
  const start = async (speed = 1) => {
    // What was opened while the bot died leads nowhere.
    pages.clear()
    bots.push(
      await startBotProcess(
        botEnv(db.source, { PORT: String(port), PLAYGROUND: 'on', CLOCK_SPEED: String(speed), ...env }),
      ),
    )
    cuts.revive()
  }
  const kill = async () => {
    cuts.kill()
    const open = await Promise.allSettled(pages.values())
    pages.clear()
    await bots.at(-1)?.kill9()
    await Promise.all(open.map((page) => page.status === 'fulfilled' && page.value.close()))
  }
  const pageOf = (name: Name): Promise<Page> => {
    const known = pages.get(name)
    if (known) return known
    const opening = openPage(base, { as: name, locale: 'en' })
    pages.set(name, opening)
    opening.catch(() => {
      if (pages.get(name) === opening) pages.delete(name)
    })
    return opening
  }
  await start()

  const files = async (blocks: readonly WireBlock[]): Promise<Post['files']> =>
    Promise.all(
      blocks.flatMap((block) =>
        block.type === 'file'
          ? [
              fetch(`${base}${block.file.url}`).then(async (got) => ({
                name: block.file.name,
                text: await got.text(),
              })),
            ]
          : [],
      ),
    )
  const look = async (message: WireMessage): Promise<Post> => ({
    id: message.id,
    author: message.author ?? undefined,
    text: message.blocks.map(textOf).join('\n'),
    buttons: buttonsIn(message).map(({ label }) => label),
    links: Object.fromEntries(
      buttonsIn(message).flatMap((button) =>
        'action' in button ? [] : [[button.label, 'url' in button ? button.url : JSON.stringify(button.to)]],
      ),
    ),
    files: await files(message.blocks),
    reactions: message.reactions.map(({ emoji, people }) => ({
      emoji,
      people: people.filter((person) => person !== 'bot'),
    })),
  })
  const history = async (page: Page, channel: string, thread: string | null) => {
    const found: WireMessage[] = []
    for (let before: string | null = null; ; before = found[0]?.id ?? null) {
      const { messages, more } = await page.ask('history', { channel, thread, before })
      found.unshift(...messages)
      if (!more) return found.filter(({ deleted }) => !deleted)
    }
  }
  const inChannel = async (page: Page) => (await history(page, CHANNEL, null)).filter(isPublic)
  const threadId = async (page: Page) =>
    (await inChannel(page)).findLast(({ opened, summary }) => opened && summary.startsWith('Challenge: '))?.id

  const member = (name: Name): Member => {
    const act = <T>(work: (page: Page) => Promise<T>) => cuts.during(async () => work(await pageOf(name)))
    const withScreen = (
      place: Readonly<{ channel: string; thread: string | null }>,
      work: (page: Page) => Promise<Answered>,
    ): Promise<Screen> =>
      act(async (page) => {
        const before = latestChange(page)
        const answered = await work(page)
        if (answered.form) return formScreen(answered.form, place)
        if (answered.refusal) return textScreen(answered.refusal.map(textOf).join('\n'))
        return messageScreen(await until(() => answerSince(page, before)))
      })
    const textScreen = (text: string): Screen => ({
      text,
      press: () => Promise.reject(new Error(`there is no button: ${text}`)),
      choose: () => Promise.reject(new Error(`there is no select: ${text}`)),
      fill: () => Promise.reject(new Error(`there is no form: ${text}`)),
    })
    const messageScreen = (message: WireMessage): Screen => ({
      ...textScreen(message.blocks.map(textOf).join('\n')),
      press: (label) =>
        withScreen(message, (page) =>
          page.ask('action', { message: message.id, action: actionOf(message, label) }),
        ),
      choose: (select, choice) =>
        withScreen(message, (page) => {
          const block = message.blocks.find((each) => each.type === 'select' && each.placeholder === select)
          if (block?.type !== 'select') throw new Error(`no select ${select}`)
          const value = block.choices.find(({ label }) => label === choice)?.value ?? choice
          return page.ask('action', { message: message.id, action: block.action, value })
        }),
    })
    const formScreen = (
      form: WireForm,
      place: Readonly<{ channel: string; thread: string | null }>,
    ): Screen => ({
      text: [form.title, ...form.fields.flatMap(({ label, value }) => [label, value ?? ''])].join('\n'),
      press: () => Promise.reject(new Error('a form has no buttons')),
      choose: () => Promise.reject(new Error('a form is filled in')),
      fill: (values, _, handed = {}) =>
        act(async (page) => {
          const filled: Record<string, string> = {}
          for (const { id, label, value } of form.fields) {
            const file = handed[label]
            const uploaded = file && (await page.upload(file.name, file.data))
            filled[id] = uploaded ? String(uploaded.body.id ?? '') : (values[label] ?? value ?? '')
          }
          const { channel, thread } = place
          const body = { as: name, locale: 'en', channel, thread, form: form.id, values: filled }
          const before = latestChange(page)
          const answer = await page.send('form', body)
          if (answer.status !== 200) return textScreen(String(answer.body.say))
          const { refusal } = answer.body as Answered
          if (refusal) return textScreen(refusal.map(textOf).join('\n'))
          return messageScreen(await until(() => answerSince(page, before)))
        }),
    })
    return {
      id: name,
      name,
      command: (path, options = {}) => {
        const [command = '', subcommand] = path.split(' ')
        const given = Object.fromEntries(
          Object.entries(options).map(([key, value]) => [key, value === 'here' ? CHANNEL : value]),
        )
        const place = { channel: CHANNEL, thread: null }
        return withScreen(place, (page) =>
          page.ask('command', {
            ...place,
            name: command,
            ...(subcommand !== undefined && { subcommand }),
            options: given,
          }),
        )
      },
      press: (on, label) =>
        act(async (page) => {
          const thread = await threadId(page)
          const all = [...page.messages(), ...(thread ? await history(page, CHANNEL, thread) : [])]
          const message = all.findLast(({ id }) => id === on.id)
          if (!message) throw new Error(`no message ${on.id}`)
          return withScreen(message, () =>
            page.ask('action', { message: on.id, action: actionOf(message, label) }),
          )
        }),
      say: (text, sent = []) =>
        act(async (page) => {
          const uploads = await Promise.all(sent.map((file) => page.upload(file.name, file.data)))
          const thread = (await threadId(page)) ?? null
          const { id } = await page.ask('say', {
            channel: CHANNEL,
            thread,
            text,
            files: uploads.map(({ body }) => String(body.id)),
          })
          return id
        }),
      rewrite: (id, text) => act(async (page) => void (await page.ask('rewrite', { message: id, text }))),
      remove: (id) => act(async (page) => void (await page.ask('remove', { message: id }))),
      react: (id, emoji) =>
        act(async (page) => void (await page.ask('react', { message: id, emoji, on: true }))),
      unreact: (id, emoji) =>
        act(async (page) => void (await page.ask('react', { message: id, emoji, on: false }))),
      dms: () =>
        act(async (page) => {
          const direct = page.hello().channels.find(({ kind }) => kind === 'direct')
          if (!direct) throw new Error('nobody can talk to the bot alone')
          return Promise.all((await history(page, direct.id, null)).map(look))
        }),
    }
  }
  const anybody = <T>(work: (page: Page) => Promise<T>) => cuts.during(async () => work(await pageOf('olga')))
  const thread = () =>
    anybody(async (page) => {
      const id = await threadId(page)
      return id ? Promise.all((await history(page, CHANNEL, id)).filter(isPublic).map(look)) : []
    })
  return {
    platform: 'playground',
    db,
    members: Object.fromEntries(NAMES.map((name) => [name, member(name)])) as Record<Name, Member>,
    standsAlone: false,
    channel: () => anybody(async (page) => Promise.all((await inChannel(page)).map(look))),
    thread,
    async opens(address) {
      const to: Extract<WireButton, Readonly<{ to: unknown }>>['to'] = JSON.parse(address)
      const shown = await anybody((page) => history(page, to.channel, to.thread))
      const found = shown.find(({ id }) => id === to.message)
      if (!found) throw new Error(`nothing stands at ${address}`)
      return found.id
    },
    alive: cuts.alive,
    answered: cuts.answered,
    kill,
    start,
    logs: () => bots.flatMap(({ logs }) => logs),
    output: () => bots.map((bot) => bot.output()).join('\n'),
    violations: async () => [],
    async close() {
      await kill().catch((error: unknown) => {
        if (!(error instanceof Cut)) throw error
      })
      await db.close()
    },
  }
}

const latestChange = (page: Page) => Math.max(0, ...page.messages().map(({ change }) => change))

/** What this person alone was told since: a new message, or one whose place the answer took. */
function answerSince(page: Page, before: number): WireMessage | undefined {
  return page
    .messages()
    .filter(({ onlyFor, change }) => onlyFor === page.as && change > before)
    .toSorted((a, b) => a.change - b.change)
    .at(-1)
}

const isPublic = ({ onlyFor }: WireMessage) => onlyFor === null

function buttonsIn({ blocks }: WireMessage): readonly WireButton[] {
  return blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []))
}

function actionOf(message: WireMessage, label: string): string {
  const button = buttonsIn(message).find((each) => each.label === label)
  if (!button || !('action' in button) || button.disabled)
    throw new Error(`no button ${label}, but: ${buttonsIn(message).map((each) => each.label)}`)
  return button.action
}

function textOf(block: WireBlock): string {
  switch (block.type) {
    case 'heading':
    case 'text':
    case 'note':
      return splitTokens(block.text)
        .map((token) =>
          token.kind === 'text' ? token.text : token.kind === 'user' ? `@${token.user}` : token.kind,
        )
        .join('')
    case 'fields':
      return block.fields.map(({ name, value }) => `${name}: ${value}`).join('\n')
    case 'table':
      return [block.columns, ...block.rows].map((row) => row.join(' | ')).join('\n')
    default:
      return ''
  }
}
