import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FakeMember, FakeMessage, FakeModal, InteractionResult } from '../../fakes/discord/index.ts'
import { expectWell, newRoom, type Room, settled } from './room.ts'
import { commanded, openStage, type Stage, saying, startMock, told, withButton } from './stage.ts'

const TEMPLATE = readFileSync(new URL('../../../content/template/en.md', import.meta.url), 'utf8')
const SECRET = 'The promise is made before payment, so it is a price'

let stage: Stage
let here: Room
let elsewhere: Room

beforeAll(async () => {
  stage = await openStage()
  here = newRoom(stage, 'problems')
  elsewhere = newRoom(stage, 'mocks', { guild: stage.discord.addGuild({ name: 'Another group' }) })
})
afterAll(() => stage?.close())

async function form(doing: Promise<InteractionResult>): Promise<FakeModal> {
  const result = await doing
  await result.waitFor(({ modal }) => modal !== undefined)
  if (!result.modal) throw new Error('no form')
  return result.modal
}

const asFile = (name: string, data: string | Uint8Array) => ({ 'The file': { name, data } })

async function handIn(modal: FakeModal, data: string | Uint8Array, values = {}): Promise<FakeMessage> {
  const reply = await (await here.olga.submit(modal, values, asFile('Delivery ETA.md', data))).reply()
  expect(reply.ephemeral).toBe(true)
  return reply
}

const textOf = ({ attachments }: FakeMessage, name: string) => {
  const file = attachments.find(({ filename }) => filename === name)
  return file && new TextDecoder().decode(file.data)
}

const offered = async ({ ana, channel }: Room, command = 'mock') =>
  (await ana.autocomplete(channel, command, 'problem', 'deliv')).map(({ value }) => value)

test('the template is handed out, and only organisers get the form', async () => {
  const { ana, channel } = here
  const list = await (await ana.command(channel, 'problem list')).reply()
  expect(list.text).toContain('Of this group')
  expect(list.buttons).toEqual(['Template'])
  const given = await (await ana.click(list, 'Template')).reply()
  expect(textOf(given, 'problem-template.md')).toBe(TEMPLATE)
  expect(await commanded(ana, channel, 'problem add')).toContain('Only organisers')
})

test('a file with mistakes is refused with their lines, and one that is no text by its kind', async () => {
  const { olga, channel } = here
  const refused = await handIn(
    await form(olga.command(channel, 'problem add')),
    TEMPLATE.replace('title: Delivery', 'titel: Delivery').replace('stage: metrics', 'stage: metric'),
    { Name: 'delivery-eta' },
  )
  expect(refused.text).toContain('**Delivery_ETA.md** has 3 mistakes:')
  expect(refused.text).toMatch(/Line 7: titel: unknown key/)
  expect(refused.text).toMatch(/Line \d+: facts\[3\]\.stage: .*"metric" found/)
  const again = await form(olga.click(refused, 'Try again'))
  expect(again.inputs.map(({ value }) => value)).toEqual(['', 'delivery-eta', 'en'])
  const zip = new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0, 0, 0, 0])
  expect((await handIn(again, zip)).text).toBe(
    'Delivery_ETA.md is a ZIP file, whatever its name says. Please hand in a text in UTF-8.',
  )
  const large = await handIn(await form(olga.command(channel, 'problem add')), new Uint8Array(1_000_000))
  expect(large.text).toBe('“Delivery_ETA.md” is too large: 200 KB at most.')
  expect(await offered(here)).not.toContain('delivery-eta')
})

test('a good one is offered in this group, and in no other', async () => {
  const receipt = await handIn(await form(here.olga.command(here.channel, 'problem add')), TEMPLATE)
  expect(receipt.text).toContain('**Delivery Time Promise** is now a problem of this group')
  expect(receipt.text).toContain('/mock delivery-eta')
  expect(await offered(here)).toEqual(['delivery-eta'])
  expect(await offered(here, 'problem edit')).toEqual(['delivery-eta'])
  expect(await offered(elsewhere)).not.toContain('delivery-eta')
  expect(await offered(elsewhere, 'problem show')).not.toContain('delivery-eta')
  const { ana, olga, channel } = elsewhere
  expect(await commanded(ana, channel, 'mock', { problem: 'delivery-eta' })).toContain(
    'I have no problem called',
  )
  expect(await commanded(ana, channel, 'problem list')).not.toContain('Delivery Time Promise')
  expect(await commanded(ana, channel, 'problem show', { problem: 'delivery-eta' })).toContain(
    'I have no problem',
  )
  expect(await commanded(olga, channel, 'problem remove', { problem: 'delivery-eta' })).toContain(
    'no problems of its own',
  )
})

test('it is mocked with the text it began with, while it is changed and removed', async () => {
  const { ana, ben, olga, channel } = here
  const thread = await startMock(here, { candidate: ana, interviewer: ben }, { problem: 'delivery-eta' })
  await saying(stage, thread, 'We deliver food from restaurants')
  const card = await withButton(stage, thread, 'Console')
  expect(card.text).toContain('1/8 · Requirements')
  const consoleOf = async () => told(ben, await withButton(stage, thread, 'Console'), 'Console')
  expect(await consoleOf()).toContain('2,000,000 orders a day')

  const shown = await (await ana.command(channel, 'problem show', { problem: 'delivery-eta' })).reply()
  expect(shown.text).toContain('being worked on here')
  expect(shown.text).not.toContain('point-in-time')
  const editing = await form(olga.command(channel, 'problem edit', { problem: 'delivery-eta' }))
  const edited = TEMPLATE.replace('title: Delivery Time Promise', 'title: A Newer Promise').replaceAll(
    '2,000,000',
    '9,000,000',
  )
  expect((await handIn(editing, edited)).text).toContain('**A Newer Promise** has its new text')
  expect(await consoleOf()).toContain('2,000,000 orders a day')

  const source = await (await olga.command(channel, 'problem show', { problem: 'delivery-eta' })).reply()
  expect(source.buttons).toEqual(['Source', 'Edit', 'Remove'])
  expect(textOf(await (await olga.click(source, 'Source')).reply(), 'delivery-eta.md')).toBe(edited)
  expect(
    await commanded(olga, channel, 'schedule add', {
      channel: channel.id,
      day: 'mon',
      time: '18:00',
      problems: 'delivery-eta',
    }),
  ).toContain('#1')
  const asked = await (await olga.command(channel, 'problem remove', { problem: 'delivery-eta' })).reply()
  expect(asked.text).toContain(`Schedule #1 in <#${channel.id}> posts nothing else`)
  expect(asked.text).toContain(`Running now: a mock in <#${channel.id}>.`)
  await pressed(olga, asked, 'Yes, remove it', `Schedule #1 in <#${channel.id}> posted nothing else`)
  await pressed(olga, asked, 'Yes, remove it', 'no longer here')
  expect(await offered(here)).not.toContain('delivery-eta')
  await stage.away(0)

  await ben.click(await withButton(stage, thread, 'End'), 'End')
  await ben.click(await withButton(stage, thread, 'Reveal'), 'Reveal')
  const design = await saying(stage, thread, 'A worked design')
  const text = textOf(design, 'delivery-eta.en.md')
  expect(text).toContain('# Delivery Time Promise')
  expect(text).toContain(SECRET)
  const diagrams = await saying(stage, thread, 'Its diagrams')
  expect(textOf(diagrams, 'delivery-eta.en.diagrams.md')).toContain('Quote service, 2 ms')
  await settled(stage)
  expect(await commanded(ana, channel, 'mock', { problem: 'delivery-eta' })).toContain(
    'I have no problem called',
  )
})

async function pressed(member: FakeMember, on: FakeMessage, label: string, says: string): Promise<void> {
  expect((await (await member.click(on, label)).reply()).text).toContain(says)
}

test('Discord accepted all of it, and no text of a problem is in the log', async () => {
  await expectWell(here, { written: [SECRET, '2,000,000 orders'] })
})
