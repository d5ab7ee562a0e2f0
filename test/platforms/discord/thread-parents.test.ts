import { REST } from 'discord.js'
import { expect, test } from 'vitest'
import { createThreadParents } from '../../../src/platforms/discord/thread-parents.ts'

const CHANNELS = 100_000

test('a parent that is asked for stays known, and the one that nobody asks for is forgotten first', async () => {
  const asked: string[] = []
  const rest = new REST({
    makeRequest: async (url) => {
      asked.push(url)
      return Response.json({ id: '1', type: 0 })
    },
  })
  const threadParents = createThreadParents(rest.setToken('token'))
  for (let i = 0; i < CHANNELS; i++) threadParents.remember({ id: `a${i}`, type: 11, parent_id: 'p' })
  expect(await threadParents.find('s', 'a0')).toMatchObject({ channel: 'p', thread: 'a0' })
  expect(asked).toHaveLength(0)
  threadParents.remember({ id: 'new', type: 11, parent_id: 'p' })
  expect(await threadParents.find('s', 'a0')).toMatchObject({ channel: 'p', thread: 'a0' })
  expect(asked).toHaveLength(0)
  await threadParents.find('s', 'a1')
  expect(asked).toHaveLength(1)
})
