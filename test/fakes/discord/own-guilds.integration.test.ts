import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from './index.ts'

let discord: FakeDiscord
beforeEach(async () => {
  discord = await startFakeDiscord()
})
afterEach(() => discord.stop())

async function list(query = ''): Promise<{ status: number; names: readonly string[] }> {
  const headers = { authorization: `Bot ${discord.token}` }
  const response = await fetch(`${discord.apiUrl}/v10/users/@me/guilds${query}`, { headers })
  const body = (await response.json()) as { name: string }[]
  return { status: response.status, names: response.ok ? body.map(({ name }) => name) : [] }
}

test('the bot’s own guilds come a page at a time, without those that it left', async () => {
  const [a, , c, d] = ['a', 'b', 'c', 'd'].map((name) => discord.addGuild({ name }))
  d?.removeBot()
  expect((await list()).names).toEqual(['a', 'b', 'c'])
  expect((await list('?limit=2')).names).toEqual(['a', 'b'])
  expect((await list(`?after=${a?.id}`)).names).toEqual(['b', 'c'])
  expect((await list(`?limit=1&before=${c?.id}`)).names).toEqual(['b'])
})

test.each(['?limit=0', '?limit=201', '?limit=some', '?after=first'])('%s is refused', async (query) => {
  expect((await list(query)).status).toBe(400)
})
