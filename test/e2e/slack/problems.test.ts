import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FakeMember, FakeView } from '../../fakes/slack/index.ts'
import { until } from '../../support/until.ts'
import { opened, openSlackStage, type SlackStage, saying, told, withButton } from './stage.ts'

const TEMPLATE = readFileSync(new URL('../../../content/template/en.md', import.meta.url), 'utf8')

let stage: SlackStage
let ana: FakeMember
let ben: FakeMember
let olga: FakeMember

beforeAll(async () => {
  stage = await openSlackStage('socket')
  ana = stage.slack.addMember({ name: 'ana' })
  ben = stage.slack.addMember({ name: 'ben' })
  olga = stage.slack.addMember({ name: 'olga', admin: true })
  await stage.start()
})
afterAll(() => stage?.close())

/** The window that a command leads to, once it says this. */
async function windowOf(member: FakeMember, typed: string, says: string): Promise<FakeView> {
  const asked = await member.command(stage.room, typed)
  return asked.modal(({ text }) => text.includes(says), 30_000)
}

async function said(member: FakeMember, typed: string, says: string): Promise<string> {
  const view = await windowOf(member, typed, says)
  await member.closeView(view, true)
  return view.text
}

const asFile = (data: string | Uint8Array) => ({ 'The file': { name: 'Delivery ETA.md', data } })

test('the template comes as a file, and the form to organisers only', async () => {
  const asked = await ana.command(stage.room, '/problem template')
  const message = await until(() => asked.dms.find(({ files }) => files.length > 0), 30_000)
  expect(message.files.map(({ name }) => name)).toEqual(['problem-template.md'])
  expect(new TextDecoder().decode(message.files[0]?.data)).toBe(TEMPLATE)
  await said(ana, '/problem add', 'Only organisers')
  const usage = await (await ana.command(stage.room, '/problem')).reply(30_000)
  for (const name of ['list', 'show', 'add', 'edit', 'remove', 'template']) expect(usage.text).toContain(name)
})

test('a refused file leaves the form as it was, and its mistakes are listed', async () => {
  const form = await windowOf(olga, '/problem add', 'The file')
  const zip = await olga.submit(form, { Name: 'delivery-eta' }, asFile(new Uint8Array([0x50, 0x4b, 3, 4])))
  const refused = await zip.modal(({ text }) => text.includes('is a ZIP file'), 30_000)
  expect(refused.inputs).toEqual(['The file', 'Name', 'Language of the text'])
  const broken = TEMPLATE.replace('title: Delivery', 'titel: Delivery').replace('## 3. Data', '## Data')
  const sent = await olga.submit(refused, { Name: 'delivery-eta' }, asFile(broken))
  const mistakes = await sent.modal(({ text }) => text.includes('has 3 mistakes'), 30_000)
  expect(mistakes.text).toContain('Line 7: titel: unknown key')
  const again = await opened(olga, mistakes, 'Try again')
  const taken = await olga.submit(again, {}, asFile(TEMPLATE))
  const receipt = await taken.modal(({ text }) => text.includes('is now a problem of this group'), 30_000)
  expect(receipt.text).toContain('/mock delivery-eta')
  await olga.closeView(receipt, true)
  expect(await said(ana, '/problem list', 'Delivery Time Promise')).toContain('delivery-eta')
})

test('it is mocked with the text it began with, while it is changed and removed', async () => {
  await said(ana, '/mock delivery-eta', 'The lobby is below')
  const lobby = await saying(() => stage.room.messages, 'Mock: Delivery Time Promise')
  await ben.click(lobby, 'Interview')
  await until(() => lobby.text.includes('@ben'), 30_000)
  await ana.click(lobby, 'Start')
  const thread = () => stage.room.thread(lobby.ts)
  await saying(thread, 'We deliver food from restaurants')
  const card = () => withButton(thread, 'Console')
  expect(await told(ben, await card(), 'Console')).toContain('2,000,000 orders a day')

  const editing = await windowOf(olga, '/problem edit delivery-eta', 'The new file takes the place of')
  const edited = TEMPLATE.replace('title: Delivery Time Promise', 'title: A Newer Promise')
  const sent = await olga.submit(editing, {}, asFile(edited.replaceAll('2,000,000', '9,000,000')))
  await olga.closeView(await sent.modal(({ text }) => text.includes('has its new text'), 30_000), true)
  expect(await told(ben, await card(), 'Console')).toContain('2,000,000 orders a day')

  const asked = await windowOf(olga, '/problem remove delivery-eta', 'Remove *A Newer Promise*')
  expect(asked.text).toMatch(/Running now: a mock in <?#/u)
  const removed = await opened(olga, asked, 'Yes, remove it')
  expect(removed.text).toContain('Removed: `delivery-eta`')
  await olga.closeView(removed, true)
  await said(ana, '/problem show delivery-eta', 'I have no problem called')

  await ben.click(await card(), 'End')
  await ben.click(await withButton(thread, 'Reveal'), 'Reveal')
  const files = () => thread().flatMap(({ files }) => files)
  const design = await until(() => files().find(({ name }) => name === 'delivery-eta.en.md'), 30_000)
  const text = new TextDecoder().decode(design.data)
  expect(text).toContain('# Delivery Time Promise')
  expect(text).toContain('The promise is made before payment')
})

test('Slack accepted all of it, and no text of a problem is in the log', () => {
  expect(stage.slack.violations).toEqual([])
  expect(stage.logs().filter(({ level = 0 }) => level >= 50)).toEqual([])
  for (const secret of [stage.slack.botToken, '2,000,000 orders', 'The promise is made before payment'])
    expect(stage.output()).not.toContain(secret)
})
