import type { WireButton, WireMessage } from '../../../src/platforms/playground/wire.ts'
import { openPage, type Page } from '../../platforms/playground/page.ts'
import { botEnv } from '../../support/bot.ts'
import { testDatabase } from '../../support/database.ts'
import { freePort } from '../../support/free-port.ts'
import { createBots } from './bots.ts'
import { Cut, createCuts } from './cuts.ts'
import { CARD, type Group, type GroupOptions, type Member, NAMES, type Name } from './group.ts'
import { actionOf, postOf } from './playground-posts.ts'
import { screenAfter } from './playground-screens.ts'

const CHANNEL = 'general'

export type PlaygroundGroup = Group & Readonly<{ pageOf(name: Name): Promise<Page>; base: string }>

export async function openPlaygroundGroup(options: GroupOptions = {}): Promise<PlaygroundGroup> {
  const { env, heading = CARD, chinese = [], ownProcess } = options
  const db = options.db ?? (await testDatabase())
  const port = String(await freePort())
  const base = `http://127.0.0.1:${port}`
  const bots = createBots(botEnv(db.source, { PORT: port, PLAYGROUND: 'on', ...env }), options)
  const cuts = createCuts()
  const pages = new Map<Name, Promise<Page>>()
  const start = async (speed = 1) => {
    // Pages that were opened while the bot ended are dead.
    pages.clear()
    await bots.start({ CLOCK_SPEED: String(speed) })
    cuts.revive()
  }
  const end = async () => {
    cuts.cut()
    const open = await Promise.allSettled(pages.values())
    pages.clear()
    await (ownProcess ? bots.kill() : bots.stop())
    await Promise.all(open.map((page) => page.status === 'fulfilled' && page.value.close()))
  }
  const pageOf = (name: Name): Promise<Page> => {
    const known = pages.get(name)
    if (known) return known
    const opening = openPage(base, { as: name, locale: chinese.includes(name) ? 'zh' : 'en' })
    pages.set(name, opening)
    opening.catch(() => {
      if (pages.get(name) === opening) pages.delete(name)
    })
    return opening
  }
  await start()

  const history = async (page: Page, channel: string, thread: string | null) => {
    const found: WireMessage[] = []
    for (let before: string | null = null; ; before = found[0]?.id ?? null) {
      const { messages, more } = await page.ask('history', { channel, thread, before })
      found.unshift(...messages)
      if (!more) return found.filter(({ deleted }) => !deleted)
    }
  }
  const look = (messages: readonly WireMessage[]) =>
    Promise.all(messages.map((message) => postOf(base, message)))
  const inChannel = async (page: Page) => (await history(page, CHANNEL, null)).filter(isPublic)
  const threadId = async (page: Page) =>
    (await inChannel(page)).findLast(({ opened, summary }) => opened && summary.startsWith(heading))?.id

  const member = (name: Name): Member => {
    const act = <T>(work: (page: Page) => Promise<T>) => cuts.during(async () => work(await pageOf(name)))
    const find = async (page: Page, id: string) => {
      const thread = await threadId(page)
      const all = [...page.messages(), ...(thread ? await history(page, CHANNEL, thread) : [])]
      const message = all.findLast((each) => each.id === id)
      if (!message) throw new Error(`no message ${id}`)
      return message
    }
    const press = async (page: Page, id: string, label: string) => {
      const message = await find(page, id)
      return page.ask('action', { message: id, action: actionOf(message, label) })
    }
    return {
      id: name,
      name,
      command: (path, given = {}) => {
        const [command = '', subcommand] = path.split(' ')
        const values = Object.entries(given).map(([key, value]) => [key, value === 'here' ? CHANNEL : value])
        const place = { channel: CHANNEL, thread: null }
        return screenAfter(act, place, (page) =>
          page.ask('command', {
            ...place,
            name: command,
            ...(subcommand !== undefined && { subcommand }),
            options: Object.fromEntries(values),
          }),
        )
      },
      press: (on, label) =>
        act(async (page) => {
          const place = await find(page, on.id)
          return screenAfter(act, place, () => press(page, on.id, label))
        }),
      steer: (on, label) => act(async (page) => void (await press(page, on.id, label))),
      say: (text, sent = []) =>
        act(async (page) => {
          const uploads = await Promise.all(
            sent.map((file) => page.upload(file.name, file.data, file.mediaType)),
          )
          const { id } = await page.ask('say', {
            channel: CHANNEL,
            thread: (await threadId(page)) ?? null,
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
          return look(await history(page, direct.id, null))
        }),
    }
  }
  const anybody = <T>(work: (page: Page) => Promise<T>) => cuts.during(async () => work(await pageOf('olga')))
  return {
    platform: 'playground',
    base,
    pageOf,
    db,
    members: Object.fromEntries(NAMES.map((name) => [name, member(name)])) as Record<Name, Member>,
    standsAlone: false,
    mention: (name) => `@${name}`,
    channel: () => anybody(async (page) => look(await inChannel(page))),
    thread: () =>
      anybody(async (page) => {
        const id = await threadId(page)
        return id ? look((await history(page, CHANNEL, id)).filter(isPublic)) : []
      }),
    async opens(address) {
      const to: Extract<WireButton, Readonly<{ to: unknown }>>['to'] = JSON.parse(address)
      const shown = await anybody((page) => history(page, to.channel, to.thread))
      const found = shown.find(({ id }) => id === to.message)
      if (!found) throw new Error(`nothing stands at ${address}`)
      return found.id
    },
    alive: cuts.alive,
    answered: cuts.answered,
    end,
    start,
    logs: bots.logs,
    output: bots.output,
    violations: async () => [],
    async close() {
      await end().catch((error: unknown) => {
        if (!(error instanceof Cut)) throw error
      })
      await db.close()
    },
  }
}

const isPublic = ({ onlyFor }: WireMessage) => onlyFor === null
