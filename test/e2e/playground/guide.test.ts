import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WireMessage } from '../../../src/platforms/playground/wire.ts'
import type { Page } from '../../platforms/playground/page.ts'
import { until } from '../../support/until.ts'
import { openPlaygroundGroup, type PlaygroundGroup } from '../group/playground.ts'
import { pass, settled } from '../group/time.ts'

let group: PlaygroundGroup

beforeAll(async () => {
  group = await openPlaygroundGroup({ heading: 'Mock: ' })
})
afterAll(() => group?.close())

function labelled(messages: readonly WireMessage[], label: string) {
  for (const message of messages.toReversed())
    for (const block of message.blocks)
      for (const button of block.type === 'buttons' ? block.buttons : [])
        if (button.label === label && 'action' in button && !button.disabled)
          return { message: message.id, action: button.action }
  return undefined
}

/** Presses the latest button of this name, once it is there. */
async function press(page: Page, label: string): Promise<void> {
  const button = await until(() => labelled(page.messages(), label))
  expect(await page.ask('action', button)).toEqual({ outcome: 'done' })
}

const says = (page: Page, start: string) =>
  until(() => page.messages().some(({ summary }) => summary.startsWith(start)))

test('a group of one meets the guide, runs a mock by it, and finds everything again after a restart', async () => {
  const ana = await group.pageOf('ana')
  const ben = await group.pageOf('ben')
  await press(ana, 'Start a mock')
  await until(() =>
    ana.messages().some(({ onlyFor, summary }) => onlyFor === 'ana' && /lobby is below/u.test(summary)),
  )
  await press(ben, 'Interview')
  await press(ana, 'Start')
  const thread = await until(() => ana.messages().find(({ opened }) => opened !== null))
  const place = { channel: thread.channel, thread: thread.id }
  await says(ana, '1/8')
  await ana.ask('say', { ...place, text: 'The goal is to lose less money.', files: [] })
  await ana.ask('speed', { speed: 60 })
  await until(() => ana.heard.some((told) => told.kind === 'clock' && told.clock.speed === 60))
  // The stage's last half minute of five is half a second at this speed.
  await pass(group, 4.5 * 60_000, 60)
  await says(ana, '2/8')
  await ana.ask('speed', { speed: 1 })
  await settled(group)
  const { messages: shown } = await ben.ask('history', { ...place, before: null })
  const pause = labelled(shown, 'Pause')
  if (!pause) throw new Error('it can not be paused')
  expect(await ben.ask('action', pause)).toEqual({ outcome: 'done' })
  await says(ana, 'Paused by')
  await group.end()

  await group.start()
  const page = await group.pageOf('ana')
  const { messages } = await page.ask('history', { ...place, before: null })
  expect(messages.some(({ author, summary }) => author === 'ana' && summary.startsWith('The goal'))).toBe(
    true,
  )
  expect(messages.some(({ summary }) => summary.startsWith('2/8'))).toBe(true)
  expect(page.hello().clock).toMatchObject({ speed: 1, changeable: true })
  const other = await group.pageOf('ben')
  const inThread = async () => (await other.ask('history', { ...place, before: null })).messages
  const resume = await until(async () => labelled(await inThread(), 'Resume'))
  const before = (await inThread()).length
  expect(await other.ask('action', resume)).toEqual({ outcome: 'done' })
  await until(async () => (await inThread()).length > before)
  const guides = page.hello().messages.filter((message) => labelled([message], 'Look around'))
  expect(guides).toHaveLength(1)
})
