import { describe, expect, test } from 'vitest'
import type { CommandDefinition, OptionDefinition } from '#bot'
import { parseCommand, usageOf } from '../../../src/platforms/slack/command-line.ts'
import { words } from './stage.ts'

const both = (text: string) => ({ en: text, zh: text })
const option = (name: string, more: Partial<OptionDefinition> = {}): OptionDefinition => ({
  name,
  kind: 'text',
  description: { en: `The ${name}`, zh: `${name} 说明` },
  ...more,
})
const command = (name: string, ...options: OptionDefinition[]): CommandDefinition => ({
  name,
  description: both(name),
  adminOnly: false,
  options,
})
const languages = [
  { value: 'en', label: { en: 'English', zh: '英文' } },
  { value: 'zh', label: { en: 'Chinese', zh: '中文' } },
]
const mock = command(
  'mock',
  option('problem', { required: true }),
  option('minutes', { kind: 'integer', min: 5, max: 120 }),
  option('language', { choices: languages }),
  option('blind', { kind: 'boolean' }),
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

describe('what was typed after a command', () => {
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
    [mock, 'problem:"rag pipeline" blind:yes', { problem: 'rag pipeline', blind: true }],
    [mock, 'problem：rag minutes=45 blind:no', { problem: 'rag', minutes: 45, blind: false }],
    [mock, 'Problem:rag blind', { problem: 'rag', blind: true }],
    [mock, '"30" 40', { problem: '30', minutes: 40 }],
    [mock, '"blind"', { problem: 'blind' }],
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
    [mock, '', 'Missing: problem.'],
    [mock, '30', 'Missing: problem.'],
    [mock, 'rag banana', 'Unknown: banana.'],
    [mock, 'rag 30 40', 'Unknown: 40.'],
    [mock, 'rag minutes:soon', 'Bad: minutes soon.'],
    [mock, 'rag minutes:500', 'Bad: minutes 500.'],
    [mock, 'rag language:klingon', 'Bad: language klingon.'],
    [mock, 'rag minutes:', 'Bad: minutes .'],
    [settings, 'UTC banana', 'Unknown: banana.'],
    [settings, 'UTC add-organiser:ana', 'Bad: add-organiser ana.'],
    [report, 'ana', 'Unknown: ana.'],
  ])('%o %j is told as a mistake', (definition, line, said) => {
    const parsed = parseCommand(definition, line)
    if (!('mistake' in parsed)) throw new Error(JSON.stringify(parsed))
    expect(parsed.mistake(words('en'))).toBe(said)
  })

  test('of two options for people it must be said which is meant', () => {
    expect(parseCommand(command('x', ...settings.options.slice(3)), '<@U012|ana>')).toHaveProperty('mistake')
  })

  test('the usage names every option in the person’s language', () => {
    expect(usageOf(mock, 'en')).toBe(
      '`/mock problem [minutes] [language] [blind]`\n- `problem`: The problem\n- `minutes`: The minutes\n- `language`: The language (`en`, `zh`)\n- `blind`: The blind',
    )
    expect(usageOf(mock, 'zh')).toContain('- `problem`: problem 说明')
  })
})
