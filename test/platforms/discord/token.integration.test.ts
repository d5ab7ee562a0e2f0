import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDiscord } from '../../../src/platforms/discord/index.ts'
import { commands, createScript, type Script, text } from '../../platform-contract/script.ts'
import { type DiscordStage, openDiscordStage } from './stage.ts'

let stage: DiscordStage
let script: Script

beforeEach(async () => {
  stage = await openDiscordStage()
  script = createScript()
})
afterEach(() => stage.close())

const POSTS = { method: 'POST', path: /\/channels\/\d+\/messages$/ }
const post = (key: string) =>
  stage.platform.post(stage.channel, text(key), key, false).then(
    () => 'posted',
    (error: { kind: string }) => error.kind,
  )

test('one refusal of the token by mistake stops nothing', async () => {
  await stage.platform.start(commands, script.onEvent)
  stage.fake.faults.add({ ...POSTS, status: 401 })
  expect(await post('first')).toBe('later')
  await stage.fake.waitFor(async () => (await post('second')) === 'posted')
  expect(script.heard.map(({ kind }) => kind)).not.toContain('lost')
})

test('an outage at the second look is no refusal', async () => {
  await stage.platform.start(commands, script.onEvent)
  stage.fake.faults.add({ ...POSTS, status: 401 })
  stage.fake.faults.add({ path: /users\/@me$/, status: 503, times: 2 })
  expect(await post('first')).toBe('later')
  await stage.fake.waitFor(async () => (await post('second')) === 'posted')
})

test('a token refused twice is lost, and nothing more is sent', async () => {
  await stage.platform.start(commands, script.onEvent)
  stage.fake.faults.add({ path: /./, status: 401, times: 100 })
  expect(await post('first')).toBe('later')
  expect((await script.hear('lost')).reason).toMatch(/refused the bot token.*DISCORD_TOKEN/)
  const sent = stage.fake.requests.length
  expect(await post('second')).toBe('later')
  expect(stage.fake.requests).toHaveLength(sent)
  expect(script.heard.filter(({ kind }) => kind === 'lost')).toHaveLength(1)
})

test('a replica that only sends says so too, and may start once Discord takes the token again', async () => {
  stage.fake.faults.add({ path: /./, status: 401, times: 2 })
  expect(await post('first')).toBe('later')
  await stage.fake.waitFor(() => stage.logged.some(({ level }) => level === 'error'))
  await stage.platform.start(commands, script.onEvent)
  expect(await post('second')).toBe('posted')
})

test('an interaction whose own token ended says nothing about the bot’s', async () => {
  await stage.platform.start(commands, script.onEvent)
  const done = Promise.withResolvers<void>()
  script.on('settings', async (event) => {
    await event.defer('private')
    stage.fake.expireTokens()
    await event.reply(text('too late'))
    done.resolve()
  })
  await stage.members.alice.command(stage.room, 'settings')
  await done.promise
  expect(await post('after')).toBe('posted')
  expect(stage.fake.requests.filter(({ path }) => path === '/users/@me')).toHaveLength(0)
})

test('at the start one refusal is enough', async () => {
  const platform = createDiscord({ ...stage.options, token: 'MTIz.wrong.token' })
  const failure = await platform.start(commands, async () => 'done').catch((error: unknown) => error)
  expect(failure).toMatchObject({ kind: 'forbidden' })
  expect(stage.fake.gateway.counts.connections).toBe(0)
  await platform.stop()
  expect(stage.fake.requests.map(({ path }) => path)).toEqual(['/applications/@me'])
  expect(stage.logged).toEqual([])
})
