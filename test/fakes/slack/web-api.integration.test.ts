import type { ConversationsHistoryResponse, FilesGetUploadURLExternalResponse } from '@slack/web-api'
import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError, type WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeChannel, type FakeMember, type FakeSlack, startFakeSlack } from './index.ts'
import { ALL_SCOPES } from './permissions.ts'
import { clientOf, refusal } from './test-app.ts'
import { METHODS } from './web-api.ts'

let slack: FakeSlack
let client: WebClient
let room: FakeChannel
let ana: FakeMember

async function open(options: Parameters<typeof startFakeSlack>[0] = {}): Promise<void> {
  await slack?.stop()
  slack = await startFakeSlack({ rateLimits: 'off', ...options })
  client = clientOf(slack)
  room = slack.addChannel({ name: 'mocks' })
  ana = slack.addMember({ name: 'Ana', locale: 'zh-CN', tz: 'Asia/Shanghai', admin: true })
}

beforeEach(() => open())
afterEach(async () => slack.stop())

describe('tokens and scopes', () => {
  it('knows its tokens', async () => {
    const test = async (token: string) => refusal(clientOf(slack, token).auth.test())
    expect(await test('')).toBe('not_authed')
    expect(await test('xoxb-wrong')).toBe('invalid_auth')
    expect(await test(slack.appToken)).toBe('not_allowed_token_type')
    expect(await refusal(client.apps.connections.open({}))).toBe('not_allowed_token_type')
    const answer = await client.auth.test()
    expect(answer).toMatchObject({ team_id: slack.team.id, user_id: slack.bot.id, bot_id: slack.botId })
    expect(answer.response_metadata?.scopes).toEqual(ALL_SCOPES)
    slack.revokeToken()
    expect(await test(slack.botToken)).toBe('token_revoked')
    const connect = () => clientOf(slack, slack.appToken).apps.connections.open({})
    expect((await connect()).response_metadata?.scopes).toEqual(['connections:write'])
    await open({ appScopes: [] })
    expect(await refusal(connect())).toBe('missing_scope')
  })

  it('asks for the scope of every method, and notes which were needed', async () => {
    await open({ scopes: ['users:read'] })
    await expect(client.chat.postMessage({ channel: room.id, text: 'x' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'chat:write', provided: 'users:read' },
    })
    expect(await refusal(client.conversations.history({ channel: room.id }))).toBe('missing_scope')
    expect(await refusal(client.conversations.info({ channel: room.id }))).toBe('missing_scope')
    expect(await refusal(client.reactions.get({ channel: room.id, timestamp: '1' }))).toBe('missing_scope')
    expect(await refusal(client.team.info())).toBe('missing_scope')
    expect(await refusal(client.files.getUploadURLExternal({ filename: 'a.txt', length: 1 }))).toBe(
      'missing_scope',
    )
    expect([...slack.used.scopes]).toEqual([])
    await client.users.info({ user: ana.id })
    expect([...slack.used.scopes]).toEqual(['users:read'])
  })

  it('tells of people what they may know', async () => {
    const { user } = await client.users.info({ user: ana.id, include_locale: true })
    expect(user).toMatchObject({ locale: 'zh-CN', tz: 'Asia/Shanghai', is_admin: true, is_owner: false })
    expect((await client.users.info({ user: ana.id })).user?.locale).toBeUndefined()
    expect(await refusal(client.users.info({ user: 'U1' }))).toBe('user_not_found')
    expect(await refusal(client.apiCall('no.such'))).toBe('unknown_method')
  })
})

describe('messages', () => {
  it('are posted where the bot may write', async () => {
    const post = (channel: string) => refusal(client.chat.postMessage({ channel, text: 'x' }))
    const [foreign, hidden] = [
      slack.addChannel({ name: 'foreign', joined: false }),
      slack.addChannel({ name: 'hidden', private: true, joined: false }),
    ]
    expect(await post('C0NOWHERE')).toBe('channel_not_found')
    expect(await post(foreign.id)).toBe('not_in_channel')
    expect(await post(hidden.id)).toBe('channel_not_found')
    expect(await post(ana.id)).toBeUndefined()
    expect(slack.dms(ana)).toHaveLength(1)
    room.archive()
    expect(await post(room.id)).toBe('is_archived')
    room.unarchive()
    expect(await post(room.id)).toBeUndefined()
    room.kickBot()
    expect(await post(room.id)).toBe('not_in_channel')
    await client.conversations.join({ channel: room.id })
    expect(await post(room.id)).toBeUndefined()
    room.delete()
    expect(await post(room.id)).toBe('channel_not_found')
  })

  it('are changed and deleted by their author only', async () => {
    const said = ana.say(room, 'a < b & @Ana <https://x.org/?a&b>')
    expect(said.raw).toBe(`a &lt; b &amp; <@${ana.id}> &lt;<https://x.org/?a&amp;b>&gt;`)
    expect(said.pings).toEqual([ana.id])
    const update = (ts: string) => refusal(client.chat.update({ channel: room.id, ts, text: 'y' }))
    const remove = (ts: string) => refusal(client.chat.delete({ channel: room.id, ts }))
    expect(await update(said.ts)).toBe('cant_update_message')
    expect(await remove(said.ts)).toBe('cant_delete_message')
    const { ts = '' } = await client.chat.postMessage({
      channel: room.id,
      text: 'x',
      blocks: [{ type: 'divider' }],
    })
    expect(await update(ts)).toBeUndefined()
    expect(room.find(ts)?.raw).toBe('y')
    // Blocks stay unless others are sent.
    expect(room.find(ts)?.blocks).toHaveLength(1)
    expect(await remove(ts)).toBeUndefined()
    expect(await update(ts)).toBe('message_not_found')
    expect(await remove(ts)).toBe('message_not_found')
  })

  it('carry metadata that only a reading with include_all_metadata shows', async () => {
    const metadata = { event_type: 'delivery', event_payload: { id: 'd1' } }
    await client.chat.postMessage({ channel: room.id, text: 'x', metadata })
    const read = async (include_all_metadata: boolean) =>
      (await client.conversations.history({ channel: room.id, include_all_metadata })).messages?.[0]?.metadata
    expect(await read(false)).toBeUndefined()
    expect(await read(true)).toEqual(metadata)
  })

  it('stand in threads, which outlive their first message but are not opened on one that is gone', async () => {
    const { ts: root = '' } = await client.chat.postMessage({ channel: room.id, text: 'root' })
    const { ts: reply = '' } = await client.chat.postMessage({
      channel: room.id,
      text: 'reply',
      thread_ts: root,
    })
    expect(await refusal(client.chat.postMessage({ channel: room.id, text: 'x', thread_ts: reply }))).toBe(
      'cannot_reply_to_message',
    )
    await client.chat.delete({ channel: room.id, ts: root })
    const { messages } = await client.conversations.replies({ channel: room.id, ts: root })
    expect(
      (messages as { subtype?: string; text?: string }[]).map(({ subtype, text }) => [subtype, text]),
    ).toEqual([
      ['tombstone', 'This message was deleted.'],
      [undefined, 'reply'],
    ])
    await client.chat.delete({ channel: room.id, ts: reply })
    expect(await refusal(client.conversations.replies({ channel: room.id, ts: root }))).toBe(
      'thread_not_found',
    )
    const lost = await client.chat.postMessage({ channel: room.id, text: 'late', thread_ts: root })
    expect((lost.message as { thread_ts?: string }).thread_ts).toBeUndefined()
    expect(room.find(lost.ts ?? '')?.threadTs).toBeUndefined()
  })

  it('are read in pages', async () => {
    for (let i = 0; i < 5; i++) ana.say(room, `line ${i}`)
    const texts: unknown[] = []
    for await (const page of client.paginate('conversations.history', { channel: room.id, limit: 2 }))
      texts.push((page as ConversationsHistoryResponse).messages?.map(({ text }) => text))
    expect(texts).toEqual([['line 4', 'line 3'], ['line 2', 'line 1'], ['line 0']])
    const { ts: oldest = '' } = room.messages[2] ?? {}
    const { messages } = await client.conversations.history({ channel: room.id, oldest, inclusive: true })
    expect(messages?.map(({ text }) => text)).toEqual(['line 4', 'line 3', 'line 2'])
    expect(await refusal(client.conversations.history({ channel: room.id, limit: 0 }))).toBe('invalid_limit')
    const { channels } = await client.conversations.list({ types: 'public_channel,private_channel' })
    expect(channels?.map(({ name }) => name)).toEqual(['mocks'])
    const { members } = await client.conversations.members({ channel: room.id })
    expect(members).toEqual([slack.bot.id, ana.id])
  })

  it('are reacted to by names', async () => {
    const said = ana.say(room, 'x')
    const add = (name: string) =>
      refusal(client.reactions.add({ channel: room.id, timestamp: said.ts, name }))
    expect(await add('one')).toBeUndefined()
    expect(await add('one')).toBe('already_reacted')
    expect(await add('1️⃣')).toBe('invalid_name')
    ana.react(said, 'thumbsup::skin-tone-3')
    const { message } = await client.reactions.get({ channel: room.id, timestamp: said.ts, full: true })
    expect(message?.reactions).toEqual([
      { name: 'one', users: [slack.bot.id], count: 1 },
      { name: 'thumbsup::skin-tone-3', users: [ana.id], count: 1 },
    ])
    const remove = () => client.reactions.remove({ channel: room.id, timestamp: said.ts, name: 'one' })
    await remove()
    expect(await refusal(remove())).toBe('no_reaction')
  })
})

describe('direct messages', () => {
  it('have a channel of their own, in which files can be shared, too', async () => {
    const { channel } = await client.conversations.open({ users: ana.id })
    const id = channel?.id ?? ''
    expect(id).toBe(slack.dm(ana).id)
    await client.chat.postMessage({ channel: ana.id, text: 'for you' })
    await client.files.uploadV2({ channel_id: id, file: Buffer.from('x'), filename: 'a.txt' })
    await slack.waitFor(() => slack.dms(ana).length === 2)
    ana.say(slack.dm(ana), 'thanks')
    const { messages } = await client.conversations.history({ channel: id })
    expect(messages?.map(({ text, user }) => [text, user])).toEqual([
      ['thanks', ana.id],
      ['', slack.bot.id],
      ['for you', slack.bot.id],
    ])
    const file = slack.dms(ana)[1]?.files[0]?.id ?? ''
    const { file: told } = await client.files.info({ file })
    expect(told?.shares?.private?.[id]).toHaveLength(1)
    expect(await refusal(client.conversations.open({ users: slack.bot.id }))).toBe('cannot_dm_bot')
    expect(await refusal(client.conversations.open({ users: 'U1' }))).toBe('user_not_found')
  })
})

describe('files', () => {
  const png = Buffer.from('not really a png')

  it('are uploaded into a thread, where they stand a moment later', async () => {
    const root = ana.say(room, 'root')
    const { upload_url: url = '', file_id: id = '' } = (await client.apiCall('files.getUploadURLExternal', {
      filename: 'chart.png',
      length: png.byteLength,
      alt_txt: 'A chart',
    })) as FilesGetUploadURLExternalResponse
    const complete = () =>
      client.files.completeUploadExternal({
        files: [{ id, title: 'Chart' }],
        channel_id: room.id,
        thread_ts: root.ts,
        initial_comment: 'The chart',
      })
    expect(await refusal(complete())).toBe('file_not_found')
    expect((await fetch(url, { method: 'POST', body: png })).status).toBe(200)
    expect((await complete()).files?.[0]?.shares).toEqual({})
    const shared = await slack.waitFor(() => root.replies[0])
    expect(shared).toMatchObject({ text: 'The chart', author: slack.bot })
    expect(shared.files[0]).toMatchObject({ name: 'chart.png', alt: 'A chart', mimetype: 'image/png' })
    expect(Buffer.from(shared.files[0]?.data ?? [])).toEqual(png)
    const { file } = await client.files.info({ file: id })
    expect(file?.shares?.public?.[room.id]?.[0]).toMatchObject({ ts: shared.ts, thread_ts: root.ts })

    // A picture that was uploaded may stand in a block.
    const blocks = [{ type: 'image' as const, alt_text: 'A chart', slack_file: { id } }]
    expect(await refusal(client.chat.postMessage({ channel: room.id, text: 'x', blocks }))).toBeUndefined()
    await client.files.delete({ file: id })
    expect(await refusal(client.files.info({ file: id }))).toBe('file_deleted')
    expect(shared).toMatchObject({ files: [], stands: true })
  })

  it('go with their message where it holds nothing else', async () => {
    await client.files.uploadV2({ channel_id: room.id, file: png, filename: 'a.png' })
    const shared = await slack.waitFor(() => room.messages[0])
    await client.files.delete({ file: shared.files[0]?.id ?? '' })
    expect(shared.stands).toBe(false)
  })

  it('are refused where they can not be shared', async () => {
    const upload = (channel_id: string) =>
      refusal(client.files.uploadV2({ channel_id, file: png, filename: 'a.png' }))
    expect(await upload(ana.id)).toBe('channel_not_found')
    expect(await upload(slack.addChannel({ name: 'foreign', joined: false }).id)).toBe('not_in_channel')
    room.archive()
    expect(await upload(room.id)).toBe('is_archived')
  })

  it('of people are read with the token only', async () => {
    ana.say(room, '', { files: [{ name: 'board.png', data: 'pixels' }] })
    const { messages } = await client.conversations.history({ channel: room.id })
    const url = messages?.[0]?.files?.[0]?.url_private ?? ''
    const withToken = await fetch(url, { headers: { authorization: `Bearer ${slack.botToken}` } })
    expect(await withToken.text()).toBe('pixels')
    const without = await fetch(url)
    expect(without.headers.get('content-type')).toBe('text/html')
    expect(await without.text()).toContain('Sign in')
    expect(slack.requests.filter(({ method }) => method === 'download')).toHaveLength(2)
  })
})

describe('failures', () => {
  it('limits posts to about one a second and channel', async () => {
    await open({ rateLimits: 'posting' })
    const post = (channel: string) => client.chat.postMessage({ channel, text: 'x' })
    const posts = await Promise.allSettled(Array.from({ length: 10 }, () => post(room.id)))
    const refused = posts.filter((each) => each.status === 'rejected')
    expect(refused.length).toBeGreaterThan(3)
    expect(refused[0]?.reason).toBeInstanceOf(WebAPIRateLimitedError)
    expect(refused[0]?.reason).toMatchObject({ retryAfter: 1 })
    expect(room.messages.length).toBe(10 - refused.length)
    await post(slack.addChannel({ name: 'other' }).id)
  })

  it('limits methods to their tier where that is asked for', async () => {
    await open({ rateLimits: 'all' })
    const calls = Array.from({ length: 21 }, () => client.users.list({}))
    const refused = (await Promise.allSettled(calls)).filter((each) => each.status === 'rejected')
    expect(refused.map(({ reason }) => (reason as WebAPIRateLimitedError).retryAfter)).toEqual([3])
  })

  it.each(METHODS.map(({ name }) => name))('answers nonsense to %s as Slack does', async (name) => {
    const nonsense = { channel: room.id, blocks: '[null]', view: '7', files: '[null]', metadata: '"x"' }
    const ids = {
      user: '?',
      user_id: '?',
      users: '?',
      ts: '?',
      thread_ts: '?',
      trigger_id: '?',
      view_id: '?',
    }
    for (const body of [{}, nonsense, { ...nonsense, ...ids, cursor: '?', limit: 'x', text: 'x' }]) {
      const response = await fetch(`${slack.apiUrl}${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect([response.status, await response.json()]).toEqual([
        200,
        expect.objectContaining({ ok: expect.any(Boolean) }),
      ])
    }
  })

  it('fails as it is told to, once or several times', async () => {
    const post = () => client.chat.postMessage({ channel: room.id, text: 'x' })
    slack.faults.add({ method: /^chat\.postMessage$/, status: 429, retryAfter: 7 })
    slack.faults.add({ method: /^chat\./, status: 503 })
    slack.faults.add({ body: /"text":"x"/, error: 'internal_error' })
    slack.faults.add({ method: /^chat\./, reset: true })
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 })
    await expect(post()).rejects.toBeInstanceOf(WebAPIHTTPError)
    expect(await refusal(post())).toBe('internal_error')
    await expect(post()).rejects.toBeInstanceOf(WebAPIRequestError)
    expect(room.messages).toHaveLength(0)
    slack.faults.add({ method: /^chat\./, reset: true, applied: true })
    await expect(post()).rejects.toBeInstanceOf(WebAPIRequestError)
    expect(room.messages).toHaveLength(1)
    const { promise: until, resolve: release } = Promise.withResolvers<void>()
    slack.faults.add({ method: /^chat\./, hold: 'after', until })
    const held = post()
    await slack.waitFor(() => room.messages.length === 2)
    release()
    expect((await held).ok).toBe(true)
    slack.faults.add({ method: /^chat\./, hang: true })
    const hanging = post()
    await slack.waitFor(() => room.messages.length === 3)
    expect(slack.requests.at(-1)?.status).toBeUndefined()
    const ended = expect(hanging).rejects.toBeInstanceOf(WebAPIRequestError)
    await slack.stop()
    await ended
  })

  it('is away as a whole, or a method only', async () => {
    slack.outage(60_000, /^chat\./)
    await expect(client.chat.postMessage({ channel: room.id, text: 'x' })).rejects.toMatchObject({
      statusCode: 503,
    })
    expect((await client.auth.test()).ok).toBe(true)
    slack.outage(60_000)
    await expect(client.auth.test()).rejects.toMatchObject({ statusCode: 503 })
    slack.outage(0)
    expect((await client.auth.test()).ok).toBe(true)
  })
})
