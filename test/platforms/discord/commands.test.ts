import { expect, test } from 'vitest'
import { drawCommand } from '../../../src/platforms/discord/commands.ts'
import { commands } from '../../platform-contract/script.ts'
import { localized } from '../../support/localized.ts'

const [mock, schedule, settings] = commands

test('a command has its words in Chinese for both scripts', () => {
  expect(mock && drawCommand(mock, 'global')).toMatchObject({
    type: 1,
    name: 'mock',
    description: 'Open a mock interview',
    description_localizations: { 'zh-CN': '开始一场模拟面试', 'zh-TW': '开始一场模拟面试' },
    contexts: [0],
    options: [
      { type: 3, name: 'problem', required: true, autocomplete: true },
      { type: 4, name: 'minutes', required: false },
    ],
  })
})

test('subcommands take the place of options, with their words in both scripts', () => {
  const drawn = schedule && drawCommand(schedule, 'global')
  expect(drawn).toMatchObject({
    name: 'schedule',
    options: [
      {
        type: 1,
        name: 'add',
        description: 'Add a plan',
        description_localizations: { 'zh-CN': '添加计划', 'zh-TW': '添加计划' },
        options: [
          { type: 3, name: 'problem', required: true, autocomplete: true },
          { type: 4, name: 'hour' },
        ],
      },
      { type: 1, name: 'list', options: [] },
    ],
  })
})

test('a guild’s own command has no contexts', () => {
  expect(Object.keys((settings && drawCommand(settings, 'guild')) ?? {})).not.toContain('contexts')
})

test('choices have a name in each language', () => {
  const words = (text: string) => localized(text, `${text}文`)
  const command = drawCommand(
    {
      name: 'x',
      description: words('x'),
      options: [
        {
          kind: 'text',
          name: 'level',
          description: words('d'.repeat(150)),
          choices: [{ value: 'all', label: words('All') }],
        },
      ],
    },
    'global',
  )
  expect(command.options).toEqual([
    {
      type: 3,
      name: 'level',
      description: `${'d'.repeat(99)}…`,
      description_localizations: { 'zh-CN': expect.any(String), 'zh-TW': expect.any(String) },
      required: false,
      choices: [{ name: 'All', name_localizations: { 'zh-CN': 'All文', 'zh-TW': 'All文' }, value: 'all' }],
    },
  ])
})
