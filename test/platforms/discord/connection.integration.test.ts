import { afterEach, describe, expect, test } from 'vitest'
import { createDiscord } from '../../../src/platforms/discord/index.ts'
import { commands, createScript, text } from '../../platform-contract/script.ts'
import { type DiscordStage, openDiscordStage } from './stage.ts'

let stage: DiscordStage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

async function open(options?: Parameters<typeof openDiscordStage>[0]): Promise<DiscordStage> {
  stage = await openDiscordStage(options)
  return stage
}

/** The next request for this is not answered until it is released. */
function held({ fake }: DiscordStage, path: RegExp): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  fake.faults.add({ path, hold: 'before', until: promise })
  return resolve
}

const warnings = ({ logged }: DiscordStage) => logged.filter(({ level }) => level === 'warn')

describe('starting', () => {
  test('goes on without the content of messages where Discord refuses it, and says so once', async () => {
    const opened = await open({ messageContent: false })
    const script = createScript()
    await opened.platform.start(commands, script.onEvent)
    expect(opened.platform.readsMessages).toBe(false)
    expect(warnings(opened).map(({ message }) => message)).toEqual([
      expect.stringContaining('Message Content Intent'),
    ])
    const ref = await opened.alice.say(opened.channel, 'unreadable')
    const heard = await script.hear('message', ({ id }) => id === ref.message)
    expect(heard).toMatchObject({ message: { text: '' } })
  })

  test('a wrong token is one clear sentence without the token', async () => {
    const opened = await open()
    const token = 'MTIz.wrong.token-of-someone'
    const platform = createDiscord({ ...opened.options, token })
    const failure = await platform.start(commands, async () => 'done').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Error)
    expect(String(failure)).toMatch(/refused the bot token.*DISCORD_TOKEN/)
    expect(JSON.stringify([String(failure), opened.logged])).not.toContain(token)
    await platform.stop()
  })

  test('a service that is not there is said too', async () => {
    const opened = await open()
    const platform = createDiscord({ ...opened.options, apiUrl: 'http://127.0.0.1:9/api' })
    await expect(platform.start(commands, async () => 'done')).rejects.toThrow(/could not be reached/)
    await platform.stop()
  })

  test('commands are registered only where they changed', async () => {
    const opened = await open()
    const puts = () => opened.fake.requests.filter(({ method }) => method === 'PUT')
    await opened.platform.start(commands, async () => 'done')
    expect(puts()).toHaveLength(1)
    expect(opened.fake.commands.map(({ name }) => name)).toEqual(['mock', 'schedule', 'settings'])
    await opened.platform.stop()
    await opened.platform.start(commands, async () => 'done')
    expect(puts()).toHaveLength(1)
    await opened.platform.stop()
    await opened.platform.start(commands.slice(0, 1), async () => 'done')
    expect(puts()).toHaveLength(2)
    expect(opened.fake.commands.map(({ name }) => name)).toEqual(['mock'])
    expect(await opened.violations()).toEqual([])
  })

  test('commands can be registered in one guild', async () => {
    const opened = await open()
    const platform = createDiscord({ ...opened.options, guildId: opened.guild.id })
    await platform.start(commands, async () => 'done')
    await platform.stop()
    await platform.start(commands, async () => 'done')
    const puts = opened.fake.requests.filter(({ method }) => method === 'PUT')
    expect(puts.map(({ path }) => path)).toEqual([
      expect.stringContaining(`/guilds/${opened.guild.id}/commands`),
    ])
    await platform.stop()
    expect(await opened.violations()).toEqual([])
  })
})

describe('a start that fails begins no session', () => {
  test('though the guild for the commands is wrong', async () => {
    const opened = await open()
    const platform = createDiscord({ ...opened.options, guildId: '100000000000000009' })
    await expect(platform.start(commands, async () => 'done')).rejects.toThrow(/could not be registered/)
    expect(opened.fake.gateway.counts).toMatchObject({ connections: 0, identifies: 0 })
    await platform.stop()
  })

  test('though it is stopped while it registers the commands', async () => {
    const opened = await open()
    const release = held(opened, /applications\/@me$/)
    const started = opened.platform.start(commands, async () => 'done').catch((error: unknown) => error)
    await opened.fake.waitFor(() => opened.fake.requests.length > 0)
    const stopped = opened.platform.stop()
    release()
    await stopped
    expect(await started).toBeInstanceOf(Error)
    expect(opened.fake.gateway.counts.connections).toBe(0)
  })
})

describe('staying connected', () => {
  test('after a dropped connection it resumes, hears what was said, and tells', async () => {
    const opened = await open()
    const script = createScript()
    await opened.platform.start(commands, script.onEvent)
    opened.fake.gateway.drop()
    const ref = await opened.alice.say(opened.channel, 'said meanwhile')
    await script.hear('message', ({ id }) => id === ref.message)
    await opened.fake.waitFor(() => script.heard.filter(({ kind }) => kind === 'connected').length === 2)
    expect(opened.fake.gateway.counts).toMatchObject({ identifies: 1, resumes: 1 })
    const states = script.heard.map(({ kind }) => kind).filter((kind) => kind.endsWith('connected'))
    expect(states).toEqual(['connected', 'disconnected', 'connected'])
  })

  test('after a lost session it identifies anew, and tells', async () => {
    const opened = await open()
    const script = createScript()
    await opened.platform.start(commands, script.onEvent)
    opened.fake.gateway.op9(false)
    await opened.fake.waitFor(() => script.heard.filter(({ kind }) => kind === 'connected').length === 2)
    expect(opened.fake.gateway.counts.identifies).toBe(2)
    const ref = await opened.alice.say(opened.channel, 'again')
    await script.hear('message', ({ id }) => id === ref.message)
  })

  test('it is disconnected once stopped, and can be started again', async () => {
    const opened = await open()
    const script = createScript()
    await opened.platform.start(commands, script.onEvent)
    await opened.platform.stop()
    await opened.fake.waitFor(() => !opened.fake.gateway.connected)
    expect(script.heard.map(({ kind }) => kind)).not.toContain('disconnected')
    expect(opened.logged.map(({ message }) => message).join()).not.toContain('reconnecting')
    await opened.platform.start(commands, script.onEvent)
    const ref = await opened.alice.say(opened.channel, 'back')
    await script.hear('message', ({ id }) => id === ref.message)
  })

  test('it survives an outage of the whole service', async () => {
    const opened = await open()
    const script = createScript()
    await opened.platform.start(commands, script.onEvent)
    opened.fake.outage(3_600_000)
    await expect(opened.platform.post(opened.channel, text('x'), 'key', false)).rejects.toMatchObject({
      kind: 'later',
    })
    const ref = await opened.alice.say(opened.channel, 'during the outage')
    opened.fake.outage(0)
    await script.hear('message', ({ id }) => id === ref.message)
    await opened.platform.post(opened.channel, text('x'), 'key', true)
    expect(opened.logged.filter(({ level }) => level === 'error')).toEqual([])
  })

  test('it can be stopped while it is connecting', async () => {
    const opened = await open()
    const release = held(opened, /gateway\/bot/)
    const started = opened.platform.start(commands, async () => 'done').catch((error: unknown) => error)
    await opened.fake.waitFor(() => opened.fake.requests.some(({ path }) => path.endsWith('gateway/bot')))
    const stopped = opened.platform.stop()
    release()
    await stopped
    expect(await started).toBeInstanceOf(Error)
    await opened.fake.waitFor(() => !opened.fake.gateway.connected)
    expect(opened.fake.gateway.counts.connections).toBeLessThanOrEqual(1)
  })

  test('it sends and reads without being connected', async () => {
    const opened = await open()
    const ref = await opened.platform.post(opened.channel, text('from a replica'), 'key', false)
    await opened.alice.react(ref, '👍')
    expect(await opened.platform.readReactions(ref)).toEqual([{ emoji: '👍', user: opened.alice.ref }])
    expect(opened.fake.gateway.counts.connections).toBe(0)
  })
})

describe('messages from before the start', () => {
  test('their reactions, edits and deletions are heard', async () => {
    const opened = await open()
    const ref = await opened.platform.post(opened.channel, text('old'), 'old', false)
    const thread = await opened.platform.openThread(ref, 'Old thread')
    const said = await opened.alice.say(thread, 'old answer')
    const script = createScript()
    await opened.platform.start(commands, script.onEvent)
    await opened.bob.react(said, '3️⃣')
    await opened.bob.unreact(said, '3️⃣')
    for (const added of [true, false])
      expect(await script.hear('reaction', (each) => each.added === added)).toMatchObject({ message: said })
    await opened.alice.rewrite(said, 'old answer, mended')
    expect(await script.hear('message', ({ change }) => change === 'edited')).toMatchObject({
      message: { ref: said, text: 'old answer, mended' },
    })
    await opened.alice.remove(said)
    expect(await script.hear('message', ({ change }) => change === 'deleted')).toMatchObject({ ref: said })
  })

  test('a thread that was archived before the start is looked up once', async () => {
    const opened = await open()
    const ref = await opened.platform.post(opened.channel, text('head'), 'head', false)
    const thread = await opened.platform.openThread(ref, 'Archived')
    const first = await opened.alice.say(thread, 'kept')
    const second = await opened.alice.say(thread, 'kept too')
    opened.message(first).channel.archive()
    const script = createScript()
    const successor = createDiscord(opened.options)
    await successor.start(commands, script.onEvent)
    // Such as with a ban, which takes away what somebody said everywhere.
    for (const said of [first, second]) await opened.alice.remove(said)
    for (const { message } of [first, second])
      await script.hear('message', (event) => event.change === 'deleted' && event.ref.message === message)
    const lookups = opened.fake.requests.filter(({ path }) => path === `/channels/${thread.thread}`)
    expect(lookups).toHaveLength(1)
    await successor.stop()
  })
})

test('the bot removed from a guild, and a deleted channel, are gone', async () => {
  const opened = await open()
  const script = createScript()
  await opened.platform.start(commands, script.onEvent)
  const other = opened.guild.addChannel({ name: 'other' })
  other.delete()
  expect(await script.hear('gone')).toMatchObject({ place: { channel: other.id } })
  opened.guild.removeBot()
  await script.hear('gone', ({ place }) => !('channel' in place))
})
