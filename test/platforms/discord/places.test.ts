import { REST } from 'discord.js'
import { expect, test } from 'vitest'
import { createPlaces } from '../../../src/platforms/discord/places.ts'

const CHANNELS = 100_000

test('who is asked for stays known, and what nobody asks for is forgotten first', async () => {
  const asked: string[] = []
  const rest = new REST({
    makeRequest: async (url) => {
      asked.push(url)
      return Response.json({ id: '1', type: 0 })
    },
  })
  const places = createPlaces(rest.setToken('token'))
  for (let i = 0; i < CHANNELS; i++) places.remember({ id: `a${i}`, type: 11, parent_id: 'p' })
  expect(await places.find('s', 'a0')).toMatchObject({ channel: 'p', thread: 'a0' })
  expect(asked).toHaveLength(0)
  places.remember({ id: 'new', type: 11, parent_id: 'p' })
  expect(await places.find('s', 'a0')).toMatchObject({ channel: 'p', thread: 'a0' })
  expect(asked).toHaveLength(0)
  await places.find('s', 'a1')
  expect(asked).toHaveLength(1)
})
