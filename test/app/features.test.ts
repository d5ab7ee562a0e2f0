import { expect, test } from 'vitest'
import type { Block } from '#bot'
import { merge } from '../../src/app/features.ts'
import type { Offers } from '../../src/features/feature.ts'
import { callerFixture } from '../support/features.ts'

type Some = Partial<Offers<object>>

const offers = (some: Some): Offers<object> => ({ api: {}, ...some })
const handler = { answer: 'private', run: () => undefined } as const
const text = (said: string): Block => ({ type: 'text', text: said })

test.each<[string, Some]>([
  ['action', { actions: { 'mock.start': handler } }],
  ['form', { forms: { 'mock.start': handler } }],
  ['alarm', { alarms: { 'mock.start': async () => undefined } }],
])('two features that handle one %s end the start', (what, same) => {
  expect(() => merge([offers(same), offers({}), offers(same)])).toThrow(
    `two features handle the ${what} mock.start`,
  )
})

test('an action and a form may have one name', () => {
  const merged = merge([offers({ actions: { search: handler } }), offers({ forms: { search: handler } })])
  expect([merged.actions.has('search'), merged.forms.has('search')]).toEqual([true, true])
})

test('listeners are told one after the other, in the order of the features', async () => {
  const heard: string[] = []
  const listening = (name: string, ms: number) =>
    offers({
      listener: {
        async onJoined() {
          heard.push(`${name} begins`)
          await new Promise((resolve) => setTimeout(resolve, ms))
          heard.push(`${name} ends`)
        },
      },
    })
  const { tell } = merge([listening('groups', 5), offers({}), listening('guide', 0)])
  const channel = { platform: 'playground', space: 's', channel: 'c' } as const
  await tell((listener) => listener.onJoined?.({ kind: 'joined', id: '1', channel }))
  expect(heard).toEqual(['groups begins', 'groups ends', 'guide begins', 'guide ends'])
})

test('the bot’s page shows each feature, with a divider between those that show something', async () => {
  const { home } = merge([
    offers({ home: async () => [text('one')] }),
    offers({ home: async () => [] }),
    offers({ home: async () => [text('two'), text('three')] }),
  ])
  const blocks = await home(callerFixture())
  expect(blocks).toEqual([text('one'), { type: 'divider' }, text('two'), text('three')])
})

test('a catch-up that fails makes the whole be tried again', async () => {
  const merged = merge([
    offers({ catchUp: async () => undefined }),
    offers({ catchUp: () => Promise.reject(new Error('one thread could not be read')) }),
  ])
  await expect(merged.catchUp('discord', new AbortController().signal)).rejects.toThrow('one thread')
})
