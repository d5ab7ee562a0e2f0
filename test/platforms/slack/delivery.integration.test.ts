import { afterEach, describe, expect, test } from 'vitest'
import { action, type Message, PlatformError } from '#bot'
import { commands, createScript, text } from '../../platform-contract/script.ts'
import { PIXEL } from '../../platform-contract/sending.ts'
import { until } from '../../support/until.ts'
import { openSlackStage, type SlackStage } from './stage.ts'

let stage: SlackStage
afterEach(async () => {
  expect(stage.fake.violations).toEqual([])
  await stage.close()
})

/** Sending needs no start. */
async function open(...options: Parameters<typeof openSlackStage>): Promise<SlackStage> {
  stage = await openSlackStage(...options)
  return stage
}

const calls = (method: string) => stage.fake.requests.filter((request) => request.method === method)
const standing = () => stage.room.messages.filter(({ stands }) => stands)
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => {
      expect(error).toBeInstanceOf(PlatformError)
      return error
    },
  )
const long = (): Message => ({
  summary: 'Long',
  blocks: [
    {
      type: 'text',
      text: Array.from({ length: 150 }, (_, i) => `Part ${i}: ${'words '.repeat(30)}`).join('\n\n'),
    },
    { type: 'buttons', buttons: [{ label: 'Read', action: action('read') }] },
  ],
})
const picture = (data: Uint8Array, name = 'design.png'): Message => ({
  summary: 'Picture',
  blocks: [
    { type: 'text', text: 'A design' },
    { type: 'image', png: data, name, alt: 'Two towers' },
  ],
})

describe('once', () => {
  test('a message whose answer was lost is found again, without being posted', async () => {
    const { platform, channel, fake } = await open()
    fake.faults.add({ method: /^chat\.postMessage$/, reset: true, applied: true })
    const lost = await failure(platform.post(channel, text('Once'), 'k1', false))
    expect(lost).toMatchObject({ kind: 'later' })
    const ref = await platform.post(channel, text('Once'), 'k1', true)
    expect(standing().map(({ ts }) => ts)).toEqual([ref.message])
    expect(calls('chat.postMessage')).toHaveLength(1)
  })

  test('equal texts of different deliveries are different messages', async () => {
    const { platform, channel } = await open()
    const first = await platform.post(channel, text('Same'), 'k1', false)
    expect(await platform.post(channel, text('Same'), 'k2', true)).not.toEqual(first)
  })

  test('only the missing parts of a long message are posted', async () => {
    const { platform, channel, fake } = await open()
    const head = await platform.post(channel, text('Head'), 'head', false)
    const thread = await platform.openThread(head, 'Thread')
    fake.faults.add({ method: /^chat\.postMessage$/, body: /Read/, status: 503 })
    await failure(platform.post(thread, long(), 'k1', false))
    const before = stage.room.thread(head.message).length
    expect(before).toBeGreaterThan(1)
    const ref = await platform.post(thread, long(), 'k1', true)
    const all = stage.room.thread(head.message)
    expect(all).toHaveLength(before + 1)
    expect(all.at(-1)?.ts).toBe(ref.message)
    for (let i = 0; i < 150; i++)
      expect(all.filter(({ text: words }) => words.includes(`Part ${i}:`))).toHaveLength(1)
  })

  test('a file that was not shown yet is shown by the second attempt, and once', async () => {
    const { platform, channel, fake } = await open()
    fake.faults.add({ method: /^files\.completeUploadExternal$/, status: 500 })
    await failure(platform.post(channel, picture(PIXEL), 'k1', false))
    await platform.post(channel, picture(PIXEL), 'k1', true)
    await until(() => standing().some(({ files }) => files.length > 0))
    await platform.post(channel, picture(PIXEL), 'k1', true)
    expect(standing().filter(({ files }) => files.length > 0)).toHaveLength(1)
    expect(calls('files.getUploadURLExternal')).toHaveLength(1)
  })

  test('a direct message is sent once', async () => {
    const { platform, bob, fake } = await open()
    fake.faults.add({ method: /^chat\.postMessage$/, reset: true, applied: true })
    await failure(platform.dm(bob.ref, text('For you'), 'k1', false))
    await platform.dm(bob.ref, text('For you'), 'k1', true)
    expect(fake.dms(stage.members.bob)).toHaveLength(1)
  })
})

describe('pictures', () => {
  test('a redraw takes the place of what was there; what stays is not sent again', async () => {
    const { platform, channel } = await open()
    const files = () => standing().flatMap((message) => message.files)
    const two: Message = {
      ...picture(PIXEL),
      blocks: [...picture(PIXEL).blocks, { type: 'file', name: 'notes.md', text: '# Notes' }],
    }
    const ref = await platform.post(channel, two, 'k1', false)
    await until(() => files().length === 2)
    const redrawn = Buffer.concat([PIXEL, Buffer.from('x')])
    await platform.edit(ref, {
      ...two,
      blocks: two.blocks.map((block) => (block.type === 'image' ? { ...block, png: redrawn } : block)),
    })
    await until(() => files().length === 2 && files().some(({ data }) => data.length === redrawn.length))
    expect(
      files()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['design.png', 'notes.md'])
    expect(calls('files.getUploadURLExternal')).toHaveLength(3)
    await platform.edit(ref, text('Over'))
    await until(() => files().length === 0)
    expect(stage.message(ref).text).toBe('Over')
    expect(await platform.post(channel, two, 'k1', true)).toEqual(ref)
  })

  const files = () => standing().flatMap((message) => message.files)
  const redrawn = Buffer.concat([PIXEL, Buffer.from('x')])

  test('one that is accepted, but does not stand there yet, is not sent again', async () => {
    const { platform, channel, fake } = await open('socket', { rateLimits: 'off', shareDelayMs: 300 })
    fake.faults.add({ method: /^files\.completeUploadExternal$/, reset: true, applied: true })
    await failure(platform.post(channel, picture(PIXEL), 'k1', false))
    await platform.post(channel, picture(PIXEL), 'k1', true)
    await until(() => files().length > 0)
    expect(calls('files.completeUploadExternal')).toHaveLength(1)
    const ref = await platform.post(channel, text('Two'), 'k2', false)
    fake.faults.add({ method: /^files\.completeUploadExternal$/, reset: true, applied: true })
    await failure(platform.edit(ref, picture(redrawn)))
    await platform.edit(ref, picture(redrawn))
    await until(() => files().length === 2)
    expect(calls('files.completeUploadExternal')).toHaveLength(2)
  })

  test('a redraw that was broken off is finished by the next attempt', async () => {
    const { platform, channel, fake } = await open()
    const ref = await platform.post(channel, picture(PIXEL), 'k1', false)
    await until(() => files().length === 1)
    for (const method of [/^files\.delete$/, /^chat\.update$/, /^files\.completeUploadExternal$/]) {
      fake.faults.add({ method, status: 500 })
      await failure(platform.edit(ref, picture(redrawn)))
    }
    await platform.edit(ref, picture(redrawn))
    await until(() => files().length > 0)
    expect(files().map(({ data }) => data.length)).toEqual([redrawn.length])
  })

  test('another replica knows which files belong to a message', async () => {
    const { platform, channel } = await open()
    const ref = await platform.post(channel, picture(PIXEL), 'k1', false)
    await until(() => standing().some(({ files }) => files.length > 0))
    const other = (await import('../../../src/platforms/slack/index.ts')).createSlack(stage.options)
    await other.edit(ref, text('Without'))
    await expect.poll(() => standing().flatMap(({ files }) => files)).toEqual([])
  })

  test('messages that never had files are edited with one call', async () => {
    const { platform, channel } = await open()
    const ref = await platform.post(channel, text('One'), 'k1', false)
    const before = stage.fake.requests.length
    await platform.edit(ref, text('Two'))
    expect(stage.fake.requests.slice(before).map(({ method }) => method)).toEqual(['chat.update'])
  })
})

describe('Slack’s pace', () => {
  test('messages of a channel come no faster than Slack takes them', async () => {
    const { platform, channel } = await open('socket', { rateLimits: 'posting' }, { paceMs: 1000 })
    const began = performance.now()
    await Promise.all([1, 2, 3].map((n) => platform.post(channel, text(`No ${n}`), `k${n}`, false)))
    expect(performance.now() - began).toBeGreaterThan(1900)
    expect(standing().map(({ text: words }) => words)).toEqual(['No 1', 'No 2', 'No 3'])
  })

  test('a message that would wait long is left to the outbox to repeat', async () => {
    const { platform, channel } = await open('socket', { rateLimits: 'off' }, { paceMs: 600_000 })
    await platform.post(channel, text('One'), 'k1', false)
    const late = await failure(platform.post(channel, text('Two'), 'k2', false))
    expect(late).toMatchObject({ kind: 'later', retryAfter: expect.any(Number) })
    expect(standing()).toHaveLength(1)
  })

  test('a rate limit says how long to wait', async () => {
    const { platform, channel, fake } = await open()
    fake.faults.add({ method: /^chat\.postMessage$/, status: 429, retryAfter: 7 })
    expect(await failure(platform.post(channel, text('x'), 'k1', false))).toMatchObject({
      kind: 'later',
      retryAfter: 7000,
    })
  })
})

describe('messageThreads that are no more', () => {
  test.each([
    ['an archived channel', () => stage.room.archive(), 'gone'],
    ['a deleted channel', () => stage.room.delete(), 'gone'],
    ['a channel that the bot was thrown out of', () => stage.room.kickBot(), 'forbidden'],
  ] as const)('%s', async (_, happen, kind) => {
    const { platform, channel } = await open()
    happen()
    const refused = await failure(platform.post(channel, text('x'), 'k1', false))
    expect(refused).toMatchObject({ kind })
    if (kind === 'forbidden') expect(String(refused)).toContain('/invite @Loopmate')
  })

  test('a thread whose message was deleted is gone, and nothing is left in the channel', async () => {
    const { platform, channel } = await open()
    const head = await platform.post(channel, text('Head'), 'head', false)
    const thread = await platform.openThread(head, 'Thread')
    stage.members.alice.delete(stage.message(head))
    expect(await failure(platform.post(thread, text('x'), 'k1', false))).toMatchObject({ kind: 'gone' })
    expect(standing()).toEqual([])
  })

  test('an emoji that Slack has no name for is refused before it is sent', async () => {
    const { platform, channel } = await open()
    const ref = await platform.post(channel, text('x'), 'k1', false)
    expect(await failure(platform.react(ref, '🦄'))).toMatchObject({ kind: 'invalid' })
  })

  test('a Slack that does not answer is tried again later', async () => {
    const { platform, channel, fake } = await open()
    fake.faults.add({ method: /^chat\.postMessage$/, reset: true })
    expect(await failure(platform.post(channel, text('x'), 'k1', false))).toMatchObject({ kind: 'later' })
  })
})

test('the token is sent to nobody but Slack', async () => {
  const { platform } = await open()
  const file = { id: 'F1', name: 'x', bytes: 1, url: 'http://127.0.0.1:9/x' }
  for (const url of [file.url, 'https://slack.com.evil.example/x', 'http://files.slack.com/x'])
    expect(await failure(platform.download({ ...file, url }, 100))).toMatchObject({ kind: 'invalid' })
})

test('a file of which Slack shows nothing any more is gone', async () => {
  const { platform, fake } = await open()
  await platform.start(commands, createScript().onEvent)
  const url = new URL('/files/nothing', fake.apiUrl).href
  expect(await failure(platform.download({ id: 'F1', name: 'x', bytes: 1, url }, 100))).toMatchObject({
    kind: expect.stringMatching(/gone|forbidden/u),
  })
})
