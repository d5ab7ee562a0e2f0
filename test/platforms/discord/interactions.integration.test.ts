import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { action, type Message } from '#bot'
import { commands, createScript, type Script, text } from '../../platform-contract/script.ts'
import { type DiscordStage, openDiscordStage } from './stage.ts'

let stage: DiscordStage
let script: Script

const button: Message = {
  summary: 'Card',
  blocks: [{ type: 'buttons', buttons: [{ label: 'Press', action: action('press', 'é|%') }] }],
}

beforeEach(async () => {
  stage = await openDiscordStage({ ackDeadlineMs: 1000 })
  script = createScript()
  await stage.platform.start(commands, script.onEvent)
})
afterEach(() => stage.close())

const press = async () => {
  const ref = await stage.platform.post(stage.channel, button, 'button', false)
  return await stage.members.bob.click(stage.message(ref), 'Press')
}
const faults = () => stage.logged.filter(({ level }) => level === 'error')

test('the person, their language and the server’s are known', async () => {
  await stage.members.bob.command(stage.room, 'mock', { problem: 'x', minutes: 30 })
  expect(await script.hear('command')).toMatchObject({
    actor: { locale: 'zh-CN', admin: false },
    spaceLocale: 'en-US',
    options: { minutes: 30 },
  })
})

test('arguments of an action survive the way there and back', async () => {
  await press()
  expect(await script.hear('action')).toMatchObject({ action: { name: 'press', args: ['é|%'] } })
})

test('missing rights come with the event', async () => {
  script.on('mock', (event) => event.defer('private'))
  stage.room.allowBot(['VIEW_CHANNEL', 'SEND_MESSAGES', 'ADD_REACTIONS'])
  await stage.members.alice.command(stage.room, 'mock', { problem: 'x' })
  expect(await script.hear('command')).toMatchObject({
    missing: ['create-threads', 'send-in-threads', 'read-history', 'attach-files'],
  })
})

test('where threads can be opened is known', async () => {
  const { alice } = stage.members
  script.on('mock', (event) => event.defer('private'))
  const voice = stage.guild.addChannel({ name: 'Lounge', kind: 'voice' })
  const head = await stage.platform.post(stage.channel, text('head'), 'head', false)
  await stage.platform.openThread(head, 'Thread')
  const [thread] = stage.room.threads
  if (!thread) throw new Error('no thread')
  for (const place of [stage.room, voice, thread]) await alice.command(place, 'mock', { problem: 'x' })
  await stage.platform.dm(stage.alice.ref, button, 'dm', false)
  const [inPrivate] = stage.fake.dms(alice)
  if (!inPrivate) throw new Error('no direct message')
  await alice.click(inPrivate, 'Press')
  await script.hear('action')
  const asked = script.heard.flatMap((event) => ('threads' in event ? [event.threads] : []))
  expect(asked).toEqual([true, false, false, false])
})

test.each([
  ['de', 'zh-CN', '请选择…'],
  ['de', 'fr', 'Choose…'],
  ['en-GB', 'zh-TW', 'Choose…'],
  ['zh-TW', 'en-US', '請選擇…'],
])('a person of %s in a guild of %s reads %s', async (own, locale, read) => {
  const guild = stage.fake.addGuild({ name: 'Other', locale })
  const room = guild.addChannel({ name: 'general' })
  const place = { platform: 'discord', space: guild.id, channel: room.id } as const
  const person = guild.addMember({ name: 'Dora', locale: own })
  const choice = { kind: 'choice', id: 'a', label: 'A', required: true } as const
  const choices = [{ value: '1', label: 'One' }]
  script.on('press', (event) =>
    event.openForm({ action: action('f'), title: 'T', submit: 'S', fields: [{ ...choice, choices }] }),
  )
  await stage.platform.post(place, button, 'other', false)
  const [posted] = room.messages
  if (!posted) throw new Error('nothing was posted')
  expect((await person.click(posted, 'Press')).modal).toBeDefined()
  expect(JSON.stringify(stage.fake.requests.at(-1)?.body)).toContain(read)
})

describe('an answer that cannot arrive', () => {
  test('comes too late: noted, no fault, and the handler goes on', async () => {
    const over = Promise.withResolvers<void>()
    const done = Promise.withResolvers<void>()
    script.on('press', async (event) => {
      await over.promise
      await event.defer('private')
      await event.reply(text('too late'))
      done.resolve()
    })
    expect((await press()).error).toBe('did not respond')
    over.resolve()
    await done.promise
    expect(stage.logged).toContainEqual(
      expect.objectContaining({ level: 'info', fields: expect.objectContaining({ code: 10062 }) }),
    )
    expect(faults()).toEqual([])
  })

  test('after the token’s end: noted, no fault', async () => {
    const done = Promise.withResolvers<void>()
    script.on('press', async (event) => {
      await event.defer('private')
      stage.fake.expireTokens()
      await event.reply(text('lost'))
      done.resolve()
    })
    await press()
    await done.promise
    expect(faults()).toEqual([])
  })

  test('acknowledged though the receipt got lost: the reply still arrives', async () => {
    stage.fake.faults.add({ path: /\/callback$/, reset: true, applied: true })
    script.on('press', async (event) => {
      await event.defer('private')
      await event.reply(text('arrived'))
    })
    expect((await (await press()).reply()).text).toBe('arrived')
    expect(faults()).toEqual([])
  })
})

describe('an answer that Discord refuses', () => {
  test('can be followed by another in its place', async () => {
    const refused = Promise.withResolvers<unknown>()
    script.on('press', async (event) => {
      await event.defer('private')
      const same = { label: 'Twice', action: action('same') }
      await event
        .reply({ summary: 'x', blocks: [{ type: 'buttons', buttons: [same, same] }] })
        .catch(refused.resolve)
      await event.reply(text('something went wrong'))
    })
    const result = await press()
    expect((await result.reply()).text).toBe('something went wrong')
    expect(await refused.promise).toMatchObject({ kind: 'invalid' })
    expect(result.messages).toHaveLength(1)
  })

  test('a form that cannot be shown: a sentence can', async () => {
    const field = { kind: 'choice', id: 'c', label: 'Level', required: true, choices: [] } as const
    script.on('press', (event) =>
      event
        .openForm({ action: action('f'), title: 'Form', submit: 'Go', fields: [field] })
        .catch(() => event.reply(text('no form today'))),
    )
    const result = await press()
    expect((await result.reply()).text).toBe('no form today')
    expect(result.ephemeral).toHaveLength(1)
  })
})

test('suggestions that come too late are no fault', async () => {
  const over = Promise.withResolvers<void>()
  await stage.platform.stop()
  await stage.platform.start(commands, async (event) => {
    if (event.kind !== 'autocomplete') return 'done'
    await over.promise
    await event.suggest([{ value: 'x', label: 'x' }])
    return 'done'
  })
  await expect(stage.members.alice.autocomplete(stage.room, 'mock', 'problem', 'x')).rejects.toThrow()
  over.resolve()
  await stage.fake.waitFor(() => stage.logged.some(({ message }) => message.includes('too late')))
  expect(faults()).toEqual([])
})

test('25 of many suggestions are offered, each shortened', async () => {
  await stage.platform.stop()
  await stage.platform.start(commands, async (event) => {
    if (event.kind === 'autocomplete')
      await event.suggest(Array.from({ length: 40 }, (_, i) => ({ value: `v${i}`, label: 'l'.repeat(150) })))
    return 'done'
  })
  const offered = await stage.members.alice.autocomplete(stage.room, 'mock', 'problem', 'x')
  expect(offered).toHaveLength(25)
  expect(offered[0]?.name).toHaveLength(100)
})

test('a button in a direct message is answered there', async () => {
  script.on('press', async (event) => {
    await event.defer('private')
    await event.reply(text('here too'))
  })
  await stage.platform.dm(stage.bob.ref, button, 'dm', false)
  const [message] = stage.fake.dms(stage.members.bob)
  if (!message) throw new Error('no direct message')
  const result = await stage.members.bob.click(message, 'Press')
  expect((await result.reply()).text).toBe('here too')
  expect(await script.hear('action')).toMatchObject({ channel: { space: 'dm' }, actor: { admin: false } })
})

test('a long reply comes in several messages', async () => {
  script.on('press', async (event) => {
    await event.defer('private')
    await event.reply(text('long paragraph '.repeat(400)))
  })
  const result = await press()
  await result.waitFor(({ messages }) => messages.filter(({ loading }) => !loading).length === 3 + 1)
  expect(result.messages.every(({ ephemeral }) => ephemeral)).toBe(true)
})

test('handlers run side by side', async () => {
  const both = Promise.withResolvers<void>()
  let waiting = 0
  script.on('press', async (event) => {
    await event.defer('silent')
    waiting++
    if (waiting === 2) both.resolve()
    await both.promise
  })
  await Promise.all([press(), press()])
  await both.promise
  expect(waiting).toBe(2)
})

test('events of one channel are handled in order, other channels do not wait', async () => {
  await stage.platform.stop()
  const done: string[] = []
  const elsewhere = Promise.withResolvers<void>()
  await stage.platform.start(commands, async (event) => {
    if (event.kind !== 'message') return 'done'
    const place = event.change === 'deleted' ? event.ref : event.message.ref
    if (place.channel !== stage.room.id) elsewhere.resolve()
    if (place.channel !== stage.room.id) return 'done'
    if (event.change === 'posted') await elsewhere.promise
    done.push(event.change)
    return 'done'
  })
  const ref = await stage.alice.say(stage.channel, 'first')
  await stage.alice.rewrite(ref, 'second')
  await stage.alice.remove(ref)
  stage.members.bob.say(stage.guild.addChannel({ name: 'other' }), 'meanwhile')
  await stage.fake.waitFor(() => done.length === 3)
  expect(done).toEqual(['posted', 'edited', 'deleted'])
})

test('every event says which it is, and a redelivery is the same', async () => {
  stage.fake.gateway.duplicateNext('MESSAGE_CREATE')
  const ref = await stage.alice.say(stage.channel, 'twice')
  await stage.fake.waitFor(() => script.heard.filter(({ kind }) => kind === 'message').length === 2)
  expect(script.heard.flatMap((event) => (event.kind === 'message' ? [event.id] : []))).toEqual([
    ref.message,
    ref.message,
  ])
})
