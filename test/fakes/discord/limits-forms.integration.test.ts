import { type ChatInputCommandInteraction, Routes } from 'discord.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { judgeIsHere, judgeRecorded } from './judge.ts'
import type { Json } from './model.ts'
import { MOCK_COMMAND, onInteractions, refusal, type Stage, setStage } from './test-client.ts'

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage.close())

const long = (length: number) => 'x'.repeat(length)
const input = (over: Json = {}) => ({ type: 4, custom_id: 'why', style: 1, ...over })
const label = (component: Json, over: Json = {}) => ({ type: 18, label: 'Why', component, ...over })
const modal = (components: Json[], over: Json = {}) => ({
  title: 'Score',
  custom_id: 'score',
  components,
  ...over,
})
const option = { label: 'a', value: 'a' }

const BAD_MODALS: Record<string, Json> = {
  'too long a title': modal([label(input())], { title: long(46) }),
  'six fields': modal([...Array(6).keys()].map((i) => label(input({ custom_id: `f${i}` })))),
  'no fields': modal([]),
  'too long a label': modal([label(input(), { label: long(46) })]),
  'too long a description': modal([label(input(), { description: long(101) })]),
  'the same id twice': modal([label(input()), label(input())]),
  'two inputs in a row': modal([
    { type: 1, components: [input({ label: 'a' }), input({ label: 'b', custom_id: 'b' })] },
  ]),
  'a value over its limit': modal([label(input({ max_length: 3, value: 'abcd' }))]),
  'a limit over 4000': modal([label(input({ max_length: 4001 }))]),
  'too long a placeholder': modal([label(input({ placeholder: long(101) }))]),
  'a select without options': modal([label({ type: 3, custom_id: 's', options: [] })]),
  'eleven files': modal([label({ type: 19, custom_id: 'f', max_values: 11 })]),
  'more files than there may be': modal([label({ type: 19, custom_id: 'f', min_values: 2 })]),
  'a file outside of a label': modal([{ type: 19, custom_id: 'f' }]),
  'a button': modal([label({ type: 2, style: 1, custom_id: 'b', label: 'b' })]),
}

it('opens no modal that Discord would refuse, nor one in answer to a modal', async () => {
  const { bot, channel, ana, discord } = stage
  await bot.application.commands.set([MOCK_COMMAND])
  const refused: Record<string, unknown> = {}
  const open = ({ id, token }: Pick<ChatInputCommandInteraction, 'id' | 'token'>, data: Json) =>
    bot.rest.post(Routes.interactionCallback(id, token), { body: { type: 9, data }, auth: false })
  const errors = onInteractions(bot, async (interaction) => {
    if (interaction.isChatInputCommand()) {
      for (const [name, data] of Object.entries(BAD_MODALS))
        refused[name] = await refusal(open(interaction, data))
      await open(
        interaction,
        modal([label(input()), label({ type: 3, custom_id: 's', options: [option] }, { label: 'Which' })]),
      )
    }
    if (!interaction.isModalSubmit()) return
    refused['a modal for a modal'] = await refusal(open(interaction, modal([label(input())])))
    await interaction.reply('done')
  })
  const { modal: opened } = await ana.command(channel, 'mock', { problem: 'x' })
  if (!opened) throw new Error(`no modal: ${String(errors[0])}`)
  const result = await ana.submit(opened, { Why: 'because', Which: 'a' })
  expect((await result.reply()).content).toBe('done')
  const names = [...Object.keys(BAD_MODALS), 'a modal for a modal']
  expect(refused).toEqual(Object.fromEntries(names.map((name) => [name, [400, 50035]])))
  expect(errors).toEqual([])
  expect(discord.requests.filter((r) => r.status === 400)).toHaveLength(names.length)
})

const command = (over: Json = {}) => ({ name: 'mock', description: 'x', ...over })
const opt = (over: Json = {}) => ({ type: 3, name: 'o', description: 'x', ...over })

const BAD_COMMANDS: Record<string, readonly Json[]> = {
  capitals: [command({ name: 'Mock' })],
  'no description': [command({ description: '' })],
  'too long a description': [command({ description: long(101) })],
  'a name twice': [command(), command()],
  'an option twice': [command({ options: [opt(), opt()] })],
  'required after optional': [command({ options: [opt(), opt({ name: 'p', required: true })] })],
  'twenty-six options': [command({ options: [...Array(26).keys()].map((i) => opt({ name: `o${i}` })) })],
  'twenty-six choices': [
    command({
      options: [opt({ choices: [...Array(26).keys()].map((i) => ({ name: `${i}`, value: `${i}` })) })],
    }),
  ],
  'choices and autocomplete': [
    command({ options: [opt({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] }),
  ],
  'a subcommand beside an option': [command({ options: [opt({ type: 1, name: 's' }), opt()] })],
  'a subcommand in a subcommand': [
    command({ options: [opt({ type: 1, name: 's', options: [opt({ type: 1, name: 't' })] })] }),
  ],
  'an unknown language': [command({ description_localizations: { 'xx-XX': 'x' } })],
}

it.for(Object.entries(BAD_COMMANDS))('registers no command with %s', async ([, list]) => {
  const { bot } = stage
  const before = stage.discord.commands
  const attempt = bot.rest.put(Routes.applicationCommands(bot.user.id), { body: list })
  expect(await refusal(attempt)).toEqual([400, 50035])
  expect(stage.discord.commands).toBe(before)
})

it.skipIf(!judgeIsHere())('agrees with the official description', async () => {
  const sent = stage.discord.requests.filter((r) => r.method === 'PUT' || r.path.startsWith('/interactions/'))
  const verdicts = await Promise.all(sent.map(async (r) => (await judgeRecorded([r])).violations))
  const disagreed = sent.filter((r, i) => (r.status === 400) !== (verdicts[i]?.length ?? 0) > 0)
  expect(disagreed.map((r) => r.body).filter((body) => !answersModal(body))).toEqual([])
})

/** The description can't know that an interaction was a modal itself. */
function answersModal(body: unknown): boolean {
  return JSON.stringify(body) === JSON.stringify({ type: 9, data: modal([label(input())]) })
}
