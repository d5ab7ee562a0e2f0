import { getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { action, type ChannelRef, type Message } from '#bot'
import { HOUR } from '../../../src/kit/durations.ts'
import { createDiscord } from '../../../src/platforms/discord/index.ts'
import { text } from '../../platform-contract/script.ts'
import { PIXEL } from '../../platform-contract/sending.ts'
import { type DiscordStage, openDiscordStage } from './stage.ts'

let stage: DiscordStage

beforeEach(async () => {
  stage = await openDiscordStage()
})
afterEach(async () => {
  vi.useRealTimers()
  await stage.close()
})

const POSTS = { method: 'POST', path: /\/channels\/\d+\/messages$/ }
const card: Message = {
  summary: 'Card',
  blocks: [{ type: 'buttons', buttons: [{ label: 'Go', action: action('go') }] }],
}

async function openThread(): Promise<ChannelRef> {
  const head = await stage.platform.post(stage.channel, text('head'), 'head', false)
  return await stage.platform.openThread(head, 'Thread')
}

describe('failures are told apart', () => {
  test.each([
    ['a short rate limit is waited out', { status: 429, retryAfter: 0.2 }, undefined],
    ['a single fault of the service is repeated', { status: 503 }, undefined],
    ['a long rate limit is left to the caller', { status: 429, retryAfter: 30 }, { kind: 'later' }],
    ['an outage is left to the caller', { status: 502, times: 5 }, { kind: 'later' }],
  ] as const)('%s', async (_, fault, expected) => {
    stage.fake.faults.add({ ...POSTS, ...fault })
    const failure = await stage.platform.post(stage.channel, text('x'), 'key', false).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (expected) expect(failure).toMatchObject(expected)
    else expect(failure).toBeUndefined()
  })

  test('a rate limit says how long', async () => {
    stage.fake.faults.add({ ...POSTS, status: 429, retryAfter: 30 })
    const failure = await stage.platform.post(stage.channel, text('x'), 'key', false).catch((error) => error)
    expect(failure.retryAfter).toBeGreaterThanOrEqual(30_000)
    expect(failure.retryAfter).toBeLessThan(40_000)
  })

  test('missing rights, closed direct messages and deleted places', async () => {
    stage.room.allowBot(['VIEW_CHANNEL'])
    await expect(stage.platform.post(stage.channel, text('x'), 'a', false)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    stage.members.bob.dmsClosed = true
    await expect(stage.platform.dm(stage.bob.ref, text('x'), 'b', false)).rejects.toMatchObject({
      kind: 'forbidden',
    })
    stage.room.delete()
    await expect(stage.platform.post(stage.channel, text('x'), 'c', false)).rejects.toMatchObject({
      kind: 'gone',
    })
  })

  test.each([400, 403, 404, 413] as const)(
    'a page of something on the way is not Discord’s: %s',
    async (page) => {
      stage.fake.faults.add({ ...POSTS, page })
      await expect(stage.platform.post(stage.channel, text('x'), 'key', false)).rejects.toMatchObject({
        kind: 'later',
      })
    },
  )

  test('a thread in the chat of a voice channel is refused for good', async () => {
    const { id } = stage.guild.addChannel({ name: 'Lounge', kind: 'voice' })
    const head = await stage.platform.post({ ...stage.channel, channel: id }, text('head'), 'head', false)
    await expect(stage.platform.openThread(head, 'Thread')).rejects.toMatchObject({ kind: 'invalid' })
    expect(await stage.violations()).toEqual([])
  })

  test('a message that can never be rendered is invalid, without a request', async () => {
    const hopeless: Message = {
      summary: 'x',
      blocks: [{ type: 'buttons', buttons: [{ label: 'x', action: action('x', 'y'.repeat(200)) }] }],
    }
    await expect(stage.platform.post(stage.channel, hopeless, 'key', false)).rejects.toMatchObject({
      kind: 'invalid',
    })
    expect(stage.fake.requests).toHaveLength(0)
  })

  test('no error tells the token, an address or what was written', async () => {
    stage.room.allowBot(['VIEW_CHANNEL'])
    const failure = await stage.platform
      .post(stage.channel, text('a private answer'), 'key', false)
      .catch((error: unknown) => error)
    const all = JSON.stringify(failure, Object.getOwnPropertyNames(failure))
    expect(all).not.toContain('a private answer')
    expect(all).not.toContain(stage.fake.token)
    expect(all).not.toContain('/api/')
  })
})

describe('a message is posted once', () => {
  test.each([
    ['text', text('once')],
    ['card', card],
    ['long text', text('long paragraph '.repeat(400))],
  ] as const)('though its answer got lost: a %s', async (_, message) => {
    const thread = await openThread()
    stage.fake.faults.add({ ...POSTS, reset: true, applied: true, times: 5 })
    await expect(stage.platform.post(thread, message, 'key', false)).rejects.toMatchObject({ kind: 'later' })
    stage.fake.faults.clear()
    const earlier = await stage.messages(thread)
    expect(earlier).toHaveLength(1)
    // Another process, later than Discord remembers a nonce.
    const successor = createDiscord(stage.options)
    const ref = await successor.post(thread, message, 'key', true)
    const all = await stage.messages(thread)
    expect(all[0]?.ref).toEqual(earlier[0]?.ref)
    expect(all.at(-1)?.ref).toEqual(ref)
    const words = all
      .map((each) => each.text)
      .join(' ')
      .trim()
      .split(/\s+/)
    expect(words).toHaveLength(message === card ? 1 : message.summary.trim().split(/\s+/).length)
  })

  test('but again where it is another card of the same look', async () => {
    const thread = await openThread()
    await stage.platform.post(thread, card, 'first', false)
    await stage.platform.post(thread, card, 'second', true)
    expect(await stage.messages(thread)).toHaveLength(2)
  })

  test('the nonce is enforced and short enough', async () => {
    const key = 'a-key-of-20-characte'
    await stage.platform.post(stage.channel, text('long paragraph '.repeat(2000)), key, false)
    const posts = stage.fake.requests.filter(({ path }) => POSTS.path.test(path))
    const nonces = posts.map(({ body }) => (body as { nonce: string }).nonce)
    expect(nonces.length).toBeGreaterThan(10)
    expect(new Set(nonces).size).toBe(nonces.length)
    for (const { body } of posts)
      expect(body).toMatchObject({ enforce_nonce: true, nonce: expect.stringMatching(/^.{1,25}$/) })
  })

  test.each([
    ['text', text('the same again')],
    ['card', card],
  ] as const)('unless it is too old to be an attempt: a %s', async (_, message) => {
    const thread = await openThread()
    await stage.platform.post(thread, message, 'key', false)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5 * HOUR })
    await stage.platform.post(thread, message, 'key', true)
    expect(await stage.messages(thread)).toHaveLength(1)
    vi.setSystemTime(Date.now() + 2 * HOUR)
    await stage.platform.post(thread, message, 'key', true)
    expect(await stage.messages(thread)).toHaveLength(2)
  })

  test('also where the history cannot be read', async () => {
    stage.room.allowBot(['VIEW_CHANNEL', 'SEND_MESSAGES'])
    await stage.platform.post(stage.channel, text('blind'), 'key', false)
    await stage.platform.post(stage.channel, text('blind'), 'key', true)
    expect(await stage.messages(stage.channel)).toHaveLength(1)
  })
})

describe('an archived thread', () => {
  test('is opened again for a message, an edit and a reaction', async () => {
    const thread = await openThread()
    const channel = stage.room.threads[0]
    const ref = await stage.platform.post(thread, text('first'), 'first', false)
    channel?.archive()
    await stage.platform.edit(ref, text('edited'))
    expect(channel?.archived).toBe(false)
    channel?.archive()
    await stage.platform.post(thread, text('second'), 'second', false)
    channel?.archive()
    await stage.platform.react(ref, '👍')
    const [first] = await stage.messages(thread)
    expect(first).toMatchObject({ text: 'edited', reactions: [{ emoji: '👍' }] })
    expect(await stage.violations()).toEqual([])
  })

  test('that is locked stays shut', async () => {
    const thread = await openThread()
    const channel = stage.room.threads[0]
    channel?.archive()
    if (channel) channel.locked = true
    await expect(stage.platform.post(thread, text('x'), 'key', false)).rejects.toMatchObject({
      kind: 'forbidden',
    })
  })
})

test('a thread has a title of 100 characters at most and stays open for a week without a word', async () => {
  const head = await stage.platform.post(stage.channel, text('head'), 'head', false)
  await stage.platform.openThread(head, `Mock ${'very '.repeat(40)}long`)
  const [thread] = stage.room.threads
  expect(thread?.name.length).toBeLessThanOrEqual(100)
  expect(thread?.autoArchiveMinutes).toBe(7 * 24 * 60)
})

test('reactions of many people are all read', async () => {
  const ref = await stage.platform.post(stage.channel, text('poll'), 'poll', false)
  const voters = Array.from({ length: 130 }, (_, i) => stage.guild.addMember({ name: `Voter ${i}` }))
  for (const voter of voters) voter.react(stage.message(ref), '4️⃣')
  const read = await stage.platform.readReactions(ref)
  expect(new Set(read.map(({ user }) => user.user)).size).toBe(130)
})

test('a picture replaced by an edit takes the place of the old one', async () => {
  const picture = (name: string): Message => ({
    summary: 'Picture',
    blocks: [{ type: 'image', name, png: new Uint8Array([137, 80, 78, 71]), alt: name }],
  })
  const ref = await stage.platform.post(stage.channel, picture('one.png'), 'pic', false)
  await stage.platform.edit(ref, picture('two.png'))
  const [seen] = await stage.messages(stage.channel)
  expect(seen?.files.map(({ name }) => name)).toEqual(['two.png'])
  await stage.platform.edit(ref, text('none'))
  expect((await stage.messages(stage.channel))[0]?.files).toEqual([])
  expect(await stage.violations()).toEqual([])
})

test('files are sent whichever library has set the default agent of undici', async () => {
  const original = getGlobalDispatcher()
  const refusing = new MockAgent()
  refusing.disableNetConnect()
  setGlobalDispatcher(refusing)
  try {
    const message: Message = {
      summary: 'Picture',
      blocks: [{ type: 'image', png: PIXEL, name: 'pixel.png', alt: 'A pixel' }],
    }
    const { message: id } = await stage.platform.post(stage.channel, message, 'key', false)
    expect(stage.room.messages.find((each) => each.id === id)?.attachments).toMatchObject([
      { filename: 'pixel.png', description: 'A pixel' },
    ])
  } finally {
    setGlobalDispatcher(original)
    await refusing.close()
  }
})
