import { describe, expect, test } from 'vitest'
import { LOADING, SAID } from '../../../src/platforms/slack/views.ts'
import { text } from '../../platform-contract/script.ts'
import { until } from '../../support/until.ts'
import { answeringForTests, form } from './answering.ts'

const now = answeringForTests()

describe('commands', () => {
  test('a private answer is a window, which loads at once and is then filled', async () => {
    const go = Promise.withResolvers<void>()
    now.script.on('mock', async (event) => {
      await event.defer('private')
      await go.promise
      await event.reply(text('A **lobby** is open'))
    })
    const result = await now.stage.members.bob.command(now.stage.room, '/mock rag 30')
    expect((await result.modal()).callbackId).toBe(LOADING)
    go.resolve()
    const view = await result.modal(({ callbackId }) => callbackId === SAID)
    expect(view.text).toContain('A *lobby* is open')
    expect(now.stage.fake.requests.map(({ method }) => method)).not.toContain('chat.postEphemeral')
  })

  test('an unknown word is answered with how it is typed, in the person’s language', async () => {
    const result = await now.stage.members.bob.command(now.stage.room, '/mock rag banana <!channel>')
    const said = await result.reply()
    expect(said.ephemeral).toBe(true)
    expect(said.text).toMatch(/“banana”[\s\S]*\/mock problem \[minutes\]/u)
    expect(said.pings).toEqual([])
    expect(now.script.heard.filter(({ kind }) => kind === 'command')).toEqual([])
  })

  test('a form that answers a command stands in the window that loaded at once', async () => {
    const go = Promise.withResolvers<void>()
    now.script.on('settings', async (event) => {
      await event.defer('form')
      await go.promise
      await event.openForm(form('typed'))
    })
    const result = await now.stage.members.alice.command(now.stage.room, '/settings')
    await until(() => result.view?.callbackId === LOADING)
    go.resolve()
    const view = await until(() => (result.view?.submit === 'Save' ? result.view : undefined))
    expect(now.stage.members.alice.modals).toEqual([view])
    await now.stage.members.alice.submit(view, { Note: 'by a command' })
    const event = await now.script.hear('form', (each) => each.action.name === 'typed')
    expect(event).toMatchObject({ values: { note: 'by a command', level: '' }, channel: now.stage.channel })
  })

  test('a subcommand that is missing or unknown is answered with all there are', async () => {
    for (const [typed, lead] of [
      ['/schedule', 'Type one of these:'],
      ['/schedule remove 3', "I don't know what to do with “remove”."],
    ] as const) {
      const result = await now.stage.members.alice.command(now.stage.room, typed)
      const said = await until(() => result.ephemeral[0])
      expect(said.text).toContain(lead)
      expect(said.text).toContain('/schedule add problem [hour]')
      expect(said.text).toContain('/schedule list')
    }
    expect(now.script.heard.some(({ kind }) => kind === 'command')).toBe(false)
  })

  test('where the address for it is used up, that comes as a direct message', async () => {
    now.stage.fake.faults.add({ method: /^response_url$/, error: 'used_url' })
    now.stage.fake.faults.add({ method: /^response_url$/, status: 500 })
    now.stage.fake.expireResponseUrls()
    now.stage.fake.faults.clear()
    now.stage.fake.faults.add({ method: /^response_url$/, status: 500, times: 9 })
    const result = await now.stage.members.bob.command(now.stage.room, '/mock')
    const said = await result.reply()
    expect(said.channel.kind).toBe('dm')
    expect(said.text).toContain('还缺少：problem。')
  })

  test('where the bot is not in the channel, that is known', async () => {
    const { alice } = now.stage.members
    const elsewhere = now.stage.fake.addChannel({ name: 'elsewhere', joined: false })
    const secret = now.stage.fake.addChannel({ name: 'secret', private: true, joined: false })
    secret.invite(alice.user)
    now.script.on('mock', (event) => event.defer('private'))
    for (const channel of [elsewhere, secret]) {
      await alice.command(channel, '/mock rag')
      const heard = await now.script.hear('command', (each) => each.channel.channel === channel.id)
      expect(heard.missing).toEqual(['join'])
    }
  })

  test('with the bot alone there are no threads, and nothing is missing', async () => {
    now.script.on('mock', (event) => event.defer('private'))
    await now.stage.platform.dm(now.stage.bob.ref, text('hello'), 'dm', false)
    await now.stage.members.bob.command(now.stage.fake.dm(now.stage.members.bob), '/mock rag')
    expect(await now.script.hear('command')).toMatchObject({ threads: false, missing: [] })
  })

  test('the person’s language comes with the event', async () => {
    now.script.on('mock', (event) => event.defer('private'))
    await now.stage.members.bob.command(now.stage.room, '/mock rag')
    expect(await now.script.hear('command')).toMatchObject({
      actor: { name: 'Bob', admin: false, locale: 'zh-CN' },
      spaceLocale: 'zh-CN',
      threads: true,
    })
  })
})
