import { expect, test } from 'vitest'
import { type CommandEvent, defineCommand, handlerOf, textMessage, UserError } from '#bot'
import { defineCommands } from '../../src/app/commands.ts'
import type { Texts } from '../../src/texts/catalogue.ts'

type Context = Readonly<{ said: string[] }>

const schedule = defineCommand({
  subcommands: {
    add: {
      options: {
        problem: { kind: 'text', required: true },
        hour: { kind: 'integer' },
        level: { kind: 'text', choices: ['easy', 'hard'] },
      },
      answer: 'form',
      async run(options, _event: CommandEvent, { said }: Context) {
        const hour: number | undefined = options.hour
        const level: 'easy' | 'hard' | undefined = options.level
        said.push(`${options.problem} ${hour} ${level}`)
        return undefined
      },
    },
    list: {
      options: {},
      answer: 'private',
      run: async () => textMessage('none'),
    },
  },
})

function called(options: CommandEvent['options']): CommandEvent {
  const nothing = async () => undefined
  return {
    kind: 'command',
    name: 'schedule',
    options,
    id: '1',
    actor: { platform: 'discord', space: '1', user: '2', name: 'Ana', admin: true },
    channel: { platform: 'discord', space: '1', channel: '3' },
    missing: [],
    threads: true,
    defer: nothing,
    reply: nothing,
    tell: nothing,
    openForm: nothing,
  }
}

test('each subcommand has its own options and way to answer', async () => {
  const said: string[] = []
  const add = handlerOf(schedule, 'add')
  expect(add.answer).toBe('form')
  await add.run(called({ problem: 'rag', level: 'hard' }), { said })
  expect(said).toEqual(['rag undefined hard'])
  expect(handlerOf(schedule, 'list').answer).toBe('private')
})

test.each<CommandEvent['options']>([
  {},
  { problem: 7 },
  { problem: 'rag', hour: 'six' },
  { problem: 'rag', level: 'x' },
  { problem: 'rag', day: 1 },
])('options that a subcommand does not take are refused: %o', async (options) => {
  const said: string[] = []
  await expect(handlerOf(schedule, 'add').run(called(options), { said })).rejects.toMatchObject({
    key: 'error.option',
  })
  expect(said).toEqual([])
})

test.each([undefined, '', 'remove', 'toString'])(
  'the subcommand %j is refused with all there are',
  (name) => {
    expect(() => handlerOf(schedule, name)).toThrow(
      expect.objectContaining({ key: 'error.subcommand', params: { choices: 'add, list' } }),
    )
  },
)

test('a command without subcommands takes none', () => {
  const plain = defineCommand({ options: {}, answer: 'private', run: async () => undefined })
  expect(handlerOf(plain, undefined).answer).toBe('private')
  expect(() => handlerOf(plain, 'add')).toThrow(UserError)
})

const textsWithout = (missing?: string): Pick<Texts, 'lookUp'> => ({
  lookUp: (language, key) => (key === missing ? undefined : `${key} ${language}`),
})

test('the words of a subcommand are its own in the catalogues', () => {
  const [definition] = defineCommands(new Map([['schedule', schedule]]), textsWithout())
  const words = (key: string) => ({ en: `${key} en`, zh: `${key} zh` })
  expect(definition).toMatchObject({
    name: 'schedule',
    description: words('command.schedule.description'),
    options: [],
    subcommands: [
      {
        name: 'add',
        description: words('command.schedule.add.description'),
        options: [
          { name: 'problem', description: words('command.schedule.add.options.problem'), required: true },
          { name: 'hour', kind: 'integer' },
          { name: 'level', choices: [{ value: 'easy', label: words('level.easy') }, { value: 'hard' }] },
        ],
      },
      { name: 'list', description: words('command.schedule.list.description'), options: [] },
    ],
  })
})

test('an option takes words of its kind; a start with a kind that no feature reads says so', () => {
  const command = defineCommand({
    options: { zone: { kind: 'text', takes: 'zone' } },
    answer: 'private',
    run: async () => undefined,
  })
  const commands = new Map([['where', command]])
  const [definition] = defineCommands(commands, textsWithout(), { zone: () => 2 })
  expect(definition?.options[0]?.fits?.(['New', 'York'])).toBe(2)
  expect(() => defineCommands(commands, textsWithout(), {})).toThrow(
    'no feature reads words of the kind zone',
  )
  expect(defineCommands(commands, textsWithout())[0]?.options[0]).not.toHaveProperty('fits')
})

test.each(['command.schedule.add.description', 'command.schedule.add.options.hour', 'level.hard'])(
  'a start without %s says so',
  (key) => {
    expect(() => defineCommands(new Map([['schedule', schedule]]), textsWithout(key))).toThrow(
      `content/locales: ${key} is missing`,
    )
  },
)
