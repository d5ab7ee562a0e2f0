import { Events, MessageFlags, type MessageReaction, type PartialMessageReaction } from 'discord.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allPermissionsBut, type FakeChannel, type FakeDiscord, type FakeMember } from './index.ts'
import { judgeIsHere, judgeRecorded } from './judge.ts'
import { MOCK_COMMAND, refusal, type Stage, setStage, type TestBot, textChannel } from './test-client.ts'

let stage: Stage
let discord: FakeDiscord
let bot: TestBot
let channel: FakeChannel
let ana: FakeMember
let ben: FakeMember

beforeAll(async () => {
  stage = await setStage()
  ;({ discord, bot, channel, ana, ben } = stage)
})

afterAll(() => stage.close())

it('posts, edits, deletes and lists messages as people see them', async () => {
  const target = await textChannel(bot, channel)
  const sent = await target.send({
    content: `hello <@${ana.id}> <@${ben.id}>`,
    allowedMentions: { users: [ben.id] },
  })
  const message = await discord.waitFor(() => channel.messages.find((m) => m.id === sent.id))
  expect(message.pings).toEqual([ben.id])
  await sent.edit({ content: 'changed', embeds: [{ title: 'T', fields: [{ name: 'n', value: 'v' }] }] })
  expect(message.text).toBe('changed\nT\nn\nv')
  const said = ana.say(channel, 'an answer', { files: [{ name: 'design.md', data: '# Design' }] })
  const page = await target.messages.fetch({ after: sent.id, limit: 10, cache: false })
  expect([...page.keys()]).toEqual([said.id])
  const file = page.first()?.attachments.first()
  expect(await (await fetch(file?.url ?? '')).text()).toBe('# Design')
  await sent.delete()
  expect(message.deleted).toBe(true)
  expect(await refusal(sent.edit('again'))).toEqual([404, 10008])
  expect(await refusal(target.messages.edit(said.id, 'not mine'))).toEqual([403, 50005])
})

it('judges bodies with the nested errors of Discord', async () => {
  const target = await textChannel(bot, channel)
  const count = channel.messages.length
  expect(await refusal(target.send('x'.repeat(2001)))).toEqual([400, 50035])
  expect(await refusal(target.send({ content: ' ' }))).toEqual([400, 50006])
  const twice = {
    type: 1,
    components: ['a', 'b'].map((label) => ({ type: 2, style: 1, label, custom_id: 'same' })),
  }
  const attempt = bot.rest.post(`/channels/${channel.id}/messages`, {
    body: { content: 'x', components: [twice] },
  })
  expect(await refusal(attempt)).toEqual([400, 50035])
  expect(discord.requests.at(-1)?.response).toMatchObject({
    errors: {
      components: {
        0: { components: { 1: { custom_id: { _errors: [{ code: 'COMPONENT_CUSTOM_ID_DUPLICATED' }] } } } },
      },
    },
  })
  const v2 = { content: 'x', flags: MessageFlags.IsComponentsV2, components: [{ type: 10, content: 'y' }] }
  expect(await refusal(bot.rest.post(`/channels/${channel.id}/messages`, { body: v2 }))).toEqual([400, 50035])
  expect(channel.messages).toHaveLength(count)
})

it('posts once for the same nonce', async () => {
  const target = await textChannel(bot, channel)
  const first = await target.send({ content: 'once', nonce: 'delivery-1', enforceNonce: true })
  const second = await target.send({ content: 'once', nonce: 'delivery-1', enforceNonce: true })
  expect(second.id).toBe(first.id)
  expect(channel.messages.filter((m) => m.content === 'once')).toHaveLength(1)
})

it('knows a nonce in whatever channel its author used it', async () => {
  const other = stage.guild.addChannel({ name: 'other' })
  const body = { content: 'once', nonce: 'delivery-2', enforce_nonce: true }
  const first = await bot.rest.post(`/channels/${channel.id}/messages`, { body })
  expect(await bot.rest.post(`/channels/${other.id}/messages`, { body })).toMatchObject({
    id: (first as { id: string }).id,
    channel_id: channel.id,
  })
  expect(other.messages).toHaveLength(0)
})

it('has voice channels to write in, without threads', async () => {
  const voice = stage.guild.addChannel({ name: 'Lounge', kind: 'voice' })
  const said = ana.say(voice, 'hello')
  const sent = await bot.rest.post(`/channels/${voice.id}/messages`, { body: { content: 'hi' } })
  expect(sent).toMatchObject({ channel_id: voice.id })
  expect(await bot.rest.get(`/channels/${voice.id}`)).toMatchObject({ type: 2 })
  const thread = bot.rest.post(`/channels/${voice.id}/messages/${said.id}/threads`, { body: { name: 'x' } })
  expect(await refusal(thread)).toEqual([400, 50024])
})

it('tells that a moderator took reactions away, but not whose', async () => {
  const heard: string[] = []
  bot.on(Events.MessageReactionRemoveAll, () => heard.push('all'))
  bot.on(Events.MessageReactionRemoveEmoji, ({ emoji }) => heard.push(emoji.name ?? ''))
  const sent = await (await textChannel(bot, channel)).send('vote')
  const message = await discord.waitFor(() => channel.messages.find((m) => m.id === sent.id))
  const olga = stage.guild.addMember({ name: 'Olga', admin: true })
  for (const emoji of ['1️⃣', '2️⃣']) ana.react(message, emoji)
  olga.clearReactions(message, '1️⃣')
  expect(message.reactions.map(({ emoji }) => emoji)).toEqual(['2️⃣'])
  olga.clearReactions(message)
  expect(message.reactions).toEqual([])
  await discord.waitFor(() => heard.length === 2)
  expect(heard).toEqual(['1️⃣', 'all'])
  expect(() => ben.clearReactions(message)).toThrow(/does not manage/)
})

it('opens a thread on a message, archives it, and lets it be reopened', async () => {
  const sent = await (await textChannel(bot, channel)).send('lobby')
  const thread = await sent.startThread({ name: 'Mock 1' })
  const seen = await discord.waitFor(() => channel.threads.find((t) => t.id === sent.id))
  const again = bot.rest.post(`/channels/${channel.id}/messages/${sent.id}/threads`, {
    body: { name: 'again' },
  })
  expect(await refusal(again)).toEqual([400, 160004])
  await thread.send('welcome')
  expect(seen.messages.map((m) => m.type)).toEqual([21, 0])
  seen.archive()
  expect(await refusal(thread.send('more'))).toEqual([400, 50083])
  await thread.setArchived(false)
  await thread.send('more')
  const gone = new Promise((resolve) => bot.once(Events.ThreadDelete, resolve))
  seen.delete()
  await gone
  expect(await refusal(bot.rest.get(`/channels/${seen.id}`))).toEqual([404, 10003])
})

it('tells of reactions, also on messages the bot has not cached, and pages them', async () => {
  const heard: string[] = []
  const note = (sign: string) => (r: MessageReaction | PartialMessageReaction) =>
    heard.push(`${sign}${r.emoji.name}`)
  const [added, removed] = [note('+'), note('-')]
  bot.on(Events.MessageReactionAdd, added).on(Events.MessageReactionRemove, removed)
  const sent = await (await textChannel(bot, channel)).send('vote')
  const message = await discord.waitFor(() => channel.messages.find((m) => m.id === sent.id))
  ;(await textChannel(bot, channel)).messages.cache.clear()
  await sent.react('1️⃣')
  ana.react(message, '1️⃣')
  ben.react(message, '1️⃣')
  ana.unreact(message, '1️⃣')
  await discord.waitFor(() => heard.length === 4)
  expect(heard).toEqual(['+1️⃣', '+1️⃣', '+1️⃣', '-1️⃣'])
  const path = `/channels/${channel.id}/messages/${sent.id}/reactions/${encodeURIComponent('1️⃣')}`
  const query = new URLSearchParams({ limit: '1', after: bot.user.id })
  expect(await bot.rest.get(path as `/${string}`, { query })).toMatchObject([{ id: ben.id }])
  expect(await refusal(sent.react('nonsense'))).toEqual([400, 10014])
})

it('lets the bot do only what its permissions allow', async () => {
  const reading = stage.guild.addChannel({ name: 'news', botPermissions: ['VIEW_CHANNEL'] })
  const hidden = stage.guild.addChannel({ name: 'secret', botPermissions: 0n })
  const post = (to: FakeChannel) => bot.rest.post(`/channels/${to.id}/messages`, { body: { content: 'x' } })
  expect(await refusal(post(reading))).toEqual([403, 50013])
  expect(await refusal(post(hidden))).toEqual([403, 50001])
  const threadless = stage.guild.addChannel({
    name: 'flat',
    botPermissions: allPermissionsBut('CREATE_PUBLIC_THREADS'),
  })
  const sent = await (await textChannel(bot, threadless)).send('x')
  expect(await refusal(sent.startThread({ name: 'x' }))).toEqual([403, 50013])
  const seen = await discord.waitFor(() => bot.guilds.cache.first()?.channels.cache.get(reading.id))
  expect(seen.permissionsFor(bot.user)?.has('SendMessages')).toBe(false)
  expect(seen.permissionsFor(bot.user)?.has('ViewChannel')).toBe(true)
})

it('sends direct messages, unless the person closed them, and hears theirs', async () => {
  const user = await bot.users.fetch(ana.id)
  await user.send('hi')
  expect(discord.dms(ana).map((m) => m.content)).toEqual(['hi'])
  const heard = new Promise((resolve) => bot.once(Events.MessageCreate, (m) => resolve(m.content)))
  ana.say(discord.dm(ana), 'hello yourself')
  expect(await heard).toBe('hello yourself')
  ana.dmsClosed = true
  expect(await refusal(user.send('again'))).toEqual([403, 50007])
})

it('fails as asked: rate limits, errors, answers that never come', async () => {
  const target = await textChannel(bot, channel)
  const path = /\/messages$/
  discord.faults.add({ method: 'POST', path, status: 429, retryAfter: 0.2 })
  const before = Date.now()
  await target.send('limited')
  expect(Date.now() - before).toBeGreaterThanOrEqual(200)
  discord.faults.add({ method: 'POST', path, status: 502, times: 2 })
  await expect(target.send('broken')).rejects.toMatchObject({ status: 502 })
  discord.faults.add({ method: 'POST', path, reset: true, applied: true, times: 2 })
  await expect(target.send('reset')).rejects.toThrow()
  expect(channel.messages.filter((m) => m.content === 'reset')).toHaveLength(2)
  expect(channel.messages.map((m) => m.content)).not.toContain('broken')
  expect(discord.requests.filter((r) => r.status === 429)).toHaveLength(1)
  discord.faults.add({ path, hang: true })
  const body = JSON.stringify({ content: 'unanswered' })
  const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' }
  const patience = new AbortController()
  const request = { method: 'POST', body, headers, signal: patience.signal }
  const ended = expect(
    fetch(`${discord.apiUrl}/v10/channels/${channel.id}/messages`, request),
  ).rejects.toThrow()
  await discord.waitFor(() => channel.messages.some((m) => m.content === 'unanswered'))
  patience.abort()
  await ended
})

it('needs the token', async () => {
  const response = await fetch(`${discord.apiUrl}/v10/users/@me`, { headers: { authorization: 'Bot wrong' } })
  expect([response.status, await response.json()]).toEqual([401, { code: 0, message: '401: Unauthorized' }])
})

it('records who asks at an address of their own', async () => {
  const headers = { authorization: `Bot ${discord.token}` }
  const response = await fetch(`${discord.apiUrlFor('2')}/v10/users/@me`, { headers })
  expect(response.status).toBe(200)
  expect(discord.requests.at(-1)).toMatchObject({ client: '2', path: '/users/@me' })
})

it('answers what the client reads besides', async () => {
  await (await (await textChannel(bot, channel)).send('x')).startThread({ name: 'open' })
  await bot.application.commands.set([MOCK_COMMAND])
  const own = `/applications/${bot.user.id}`
  const guild = `/guilds/${stage.guild.id}` as const
  const paths = [
    '/users/@me',
    `/users/${ana.id}`,
    '/applications/@me',
    '/oauth2/applications/@me',
    '/gateway/bot',
    `${own}/commands`,
  ]
  const inGuild = [
    guild,
    `${guild}/channels`,
    `${guild}/threads/active`,
    `${guild}/members/${ana.id}`,
    `${guild}/members/${bot.user.id}`,
  ]
  for (const path of [...paths, ...inGuild, `/channels/${channel.threads[0]?.id}/thread-members`])
    expect(await bot.rest.get(path as `/${string}`), path).toBeTruthy()
  expect(await refusal(bot.rest.get(`${guild}/members/123456789012345678`))).toEqual([404, 10013])
  const [command] = await bot.application.commands
    .fetch({ withLocalizations: true })
    .then((all) => [...all.values()])
  expect(command?.descriptionLocalizations).toEqual({ 'zh-CN': '开始模拟面试' })
  const again = await bot.application.commands.set([MOCK_COMMAND])
  expect([...again.values()].map(({ id, version }) => [id, version])).toEqual([
    [command?.id, command?.version],
  ])
})

it.skipIf(!judgeIsHere())('sends and answers nothing that is not in the official description', async () => {
  const { violations } = await judgeRecorded(discord.requests.filter((request) => request.status !== 400))
  expect(violations).toEqual([])
})
