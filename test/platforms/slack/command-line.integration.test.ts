import { describe, expect, test } from 'vitest'
import type { CommandDefinition, OptionDefinition, Sentence } from '#bot'
import { explainUsage, parseCommand } from '../../../src/platforms/slack/command-line.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { localized } from '../../support/localized.ts'

const texts = loadTexts()
const saidOf = (mistake: 'incomplete' | Sentence) => (mistake === 'incomplete' ? '' : texts.in('en')(mistake))
const both = (text: string) => localized(text, text)
const option = (name: string, more: Partial<OptionDefinition> = {}): OptionDefinition => ({
  name,
  kind: 'text',
  description: localized(`The ${name}`, `${name} 说明`),
  ...more,
})
const command = (name: string, ...options: OptionDefinition[]): CommandDefinition => ({
  name,
  description: both(name),
  options,
})
const languages = [
  { value: 'en', label: localized('English', '英文') },
  { value: 'zh', label: localized('Chinese', '中文') },
]
const mock = command(
  'mock',
  option('problem', { required: true }),
  option('minutes', { kind: 'integer' }),
  option('language', { choices: languages }),
)
const settings = command(
  'settings',
  option('language', { choices: languages }),
  option('time-zone'),
  option('minutes', { kind: 'integer' }),
  option('add-organiser', { kind: 'user' }),
  option('remove-organiser', { kind: 'user' }),
)
const learn = command('learn', option('query', { rest: true }), option('minutes', { kind: 'integer' }))
const report = command('report', option('about', { kind: 'user' }), option('where', { kind: 'channel' }))
const schedule: CommandDefinition = {
  ...command('schedule'),
  subcommands: [
    {
      name: 'add',
      description: localized('The add', '添加'),
      options: [option('where', { kind: 'channel', required: true }), option('hour', { kind: 'integer' })],
    },
    { name: 'list', description: localized('The list', '查看'), options: [] },
  ],
}

describe('the text after a command', () => {
  test.each([
    ['position bias', { query: 'position bias' }],
    ['  位置 偏差  ', { query: '位置 偏差' }],
    ['"position bias"', { query: 'position bias' }],
    ['query: position bias', { query: 'position bias' }],
    ['what is a 45 minutes: 30', { query: 'what is a 45', minutes: 30 }],
    ['two 30 towers', { query: 'two towers', minutes: 30 }],
    ['', {}],
  ])('%j goes into the option that takes the rest', (line, options) => {
    expect(parseCommand(learn, line)).toEqual({ options })
  })

  test.each<[CommandDefinition, string, object]>([
    [mock, 'fraud-detection', { problem: 'fraud-detection' }],
    [mock, 'fraud-detection 30 zh', { problem: 'fraud-detection', minutes: 30, language: 'zh' }],
    [mock, 'zh 30 fraud-detection', { problem: 'fraud-detection', minutes: 30, language: 'zh' }],
    [mock, '30 "Fraud Detection"', { problem: 'Fraud Detection', minutes: 30 }],
    [mock, '“Fraud Detection” English', { problem: 'Fraud Detection', language: 'en' }],
    [mock, '欺诈检测 中文', { problem: '欺诈检测', language: 'zh' }],
    [mock, '「欺诈 检测」 30', { problem: '欺诈 检测', minutes: 30 }],
    [mock, 'problem:rag minutes:45', { problem: 'rag', minutes: 45 }],
    [mock, 'problem: rag minutes: 45', { problem: 'rag', minutes: 45 }],
    [mock, 'problem:"rag pipeline"', { problem: 'rag pipeline' }],
    [mock, 'problem：rag minutes=45', { problem: 'rag', minutes: 45 }],
    [mock, 'Problem:rag', { problem: 'rag' }],
    [mock, '"30" 40', { problem: '30', minutes: 40 }],
    [mock, "it's", { problem: "it's" }],
    [mock, '  rag \n 30  ', { problem: 'rag', minutes: 30 }],
    [mock, 'a:b', { problem: 'a:b' }],
    [settings, '', {}],
    [settings, 'Europe/Berlin 60 zh', { 'time-zone': 'Europe/Berlin', minutes: 60, language: 'zh' }],
    [settings, 'time-zone: Europe/Berlin', { 'time-zone': 'Europe/Berlin' }],
    [settings, 'add-organiser:<@U012ABC|ana>', { 'add-organiser': 'U012ABC' }],
    [settings, 'add-organiser: <@U012ABC>', { 'add-organiser': 'U012ABC' }],
    [report, '<#C012|mocks> <@U012|ana>', { about: 'U012', where: 'C012' }],
    [report, '&lt;@U012|ana&gt;', { about: 'U012' }],
  ])('%o %j', (definition, line, options) => {
    expect(parseCommand(definition, line)).toEqual({ options })
  })

  test.each<[CommandDefinition, string, string]>([
    [mock, '', 'Something is missing: problem.'],
    [mock, '30', 'I read: minutes 30. Something is missing: problem.'],
    [mock, 'rag banana', 'I read: problem rag. I could not place: “banana”.'],
    [mock, 'rag 30 40', 'I read: problem rag, minutes 30. I could not place: “40”.'],
    [mock, 'rag minutes:soon', "“minutes” can't be “soon”."],
    [mock, 'rag language:klingon', "“language” can't be “klingon”."],
    [mock, 'rag minutes:', "“minutes” can't be “”."],
    [settings, 'UTC banana', 'I read: time-zone UTC. I could not place: “banana”.'],
    [settings, 'UTC add-organiser:ana', "“add-organiser” can't be “ana”."],
    [report, 'ana', "I don't know what to do with “ana”."],
  ])('%o %j is told as a mistake', (definition, line, said) => {
    const parsed = parseCommand(definition, line)
    if (!('mistake' in parsed)) throw new Error(JSON.stringify(parsed))
    expect(saidOf(parsed.mistake)).toBe(said)
  })

  test('with two options for people the option must be named', () => {
    expect(parseCommand(command('x', ...settings.options.slice(3)), '<@U012|ana>')).toHaveProperty('mistake')
  })

  test('the usage names every option in the person’s language', () => {
    expect(explainUsage(mock, undefined, 'en', texts.in('en'))).toBe(
      'Type it like this, the words in any order:\n`/mock problem [minutes] [language]`\n- `problem`: The problem\n- `minutes`: The minutes\n- `language`: The language (`en`, `zh`)',
    )
    expect(explainUsage(mock, undefined, 'zh', texts.in('zh'))).toContain('- `problem`: problem 说明')
  })

  test.each<[string, object]>([
    ['add <#C012|mocks> 18', { subcommand: 'add', options: { where: 'C012', hour: 18 } }],
    [' ADD 18 &lt;#C012|mocks&gt;', { subcommand: 'add', options: { where: 'C012', hour: 18 } }],
    ['add where:<#C012|mocks> hour:18', { subcommand: 'add', options: { where: 'C012', hour: 18 } }],
    ['list', { subcommand: 'list', options: {} }],
  ])('of a subcommand: %j', (line, parsed) => {
    expect(parseCommand(schedule, line)).toEqual(parsed)
  })

  test.each<[string, string]>([
    ['', 'Type one of these:\n- `/schedule add where [hour]`: The add\n- `/schedule list`: The list'],
    [
      'remove 3',
      "I don't know what to do with “remove”.\nType one of these:\n- `/schedule add where [hour]`: The add\n- `/schedule list`: The list",
    ],
    [
      'add 18',
      'I read: hour 18. Something is missing: where.\nType it like this, the words after “add” in any order:\n`/schedule add where [hour]`\n- `where`: The where\n- `hour`: The hour',
    ],
    [
      'list 18',
      "I don't know what to do with “18”.\nType it like this, the words after “list” in any order:\n`/schedule list`",
    ],
  ])('of a subcommand, explained: %j', (line, said) => {
    const parsed = parseCommand(schedule, line)
    if (!('mistake' in parsed)) throw new Error(JSON.stringify(parsed))
    const usage = explainUsage(schedule, parsed.subcommand, 'en', texts.in('en'))
    expect(`${saidOf(parsed.mistake)}\n${usage}`.trim()).toBe(said)
  })
})
