import { describe, expect, it } from 'vitest'
import { checkLine, readLine } from '../../../../src/platforms/playground/page/command-line.ts'
import { COMMANDS, KNOWN } from './fixtures.ts'

function check(text: string) {
  const line = readLine(text, COMMANDS)
  if (!line) throw new Error(`no command: ${text}`)
  return checkLine(line, KNOWN)
}

describe('a command line', () => {
  it.each(['', 'hello', 'see /mock', '/etc/passwd', '//', '/a/b c', ' /mock'])('is none: %j', (text) => {
    expect(readLine(text, COMMANDS)).toBeUndefined()
  })

  it.each([
    ['/help', {}],
    ['/HELP', {}],
    ['/mock fraud-detection', { problem: 'fraud-detection' }],
    ['/mock fraud-detection minutes:20', { problem: 'fraud-detection', minutes: 20 }],
    ['/mock minutes:20 problem:fraud-detection', { problem: 'fraud-detection', minutes: 20 }],
    ['/mock problem: fraud detection  minutes: 20 ', { problem: 'fraud detection', minutes: 20 }],
    ['/mock 支付欺诈检测 language:中文', { problem: '支付欺诈检测', language: 'zh' }],
    ['/mock problem：feed language：English', { problem: 'feed', language: 'en' }],
    ['/mock feed\nminutes:30', { problem: 'feed', minutes: 30 }],
    ['/mock feed minutes:', { problem: 'feed' }],
    ['/mock https://example.com', { problem: 'https://example.com' }],
    ['/settings time-zone: Europe/Berlin', { 'time-zone': 'Europe/Berlin' }],
    ['/settings Asia/Shanghai', { 'time-zone': 'Asia/Shanghai' }],
    ['/settings organiser:@Ana Li', { organiser: 'ana' }],
    ['/settings organiser:olga channel:#general', { organiser: 'olga', channel: 'c1' }],
  ])('%j is sent', (text, options) => {
    expect(check(text)).toEqual({ options })
  })

  it.each([
    ['/mok feed', 'command.unknown', { name: 'mok', all: '/help /mock /schedule /settings' }],
    ['/', 'command.unknown', { name: '' }],
    ['/mock', 'command.missing', { option: 'problem', description: 'The problem' }],
    ['/mock minutes:20', 'command.missing', { option: 'problem' }],
    ['/mock feed minute:20', 'command.noOption', { option: 'minute', names: 'problem, minutes, language' }],
    ['/mock feed problem:ads', 'command.stray', { text: 'feed' }],
    ['/help me', 'command.stray', { text: 'me' }],
    ['/mock feed minutes:soon', 'command.notInteger', { option: 'minutes', text: 'soon' }],
    ['/mock feed minutes:2.5', 'command.notInteger', {}],
    ['/mock feed minutes:99999999999999999999', 'command.notInteger', {}],
    ['/mock feed language:french', 'command.notOne', { all: 'en, zh' }],
    ['/settings organiser:@Nobody', 'command.notOne', { all: '@Ana Li, @Olga' }],
    ['/settings channel:#none', 'command.notOne', { all: '#general' }],
    ['/settings channel:#Loopmate', 'command.notOne', { all: '#general' }],
  ])('%j is explained', (text, key, params) => {
    expect(check(text)).toEqual({ problem: { key, params: expect.objectContaining(params) } })
  })

  it.each([
    ['/schedule add feed', { subcommand: 'add', options: { problem: 'feed' } }],
    ['/Schedule  ADD hour:18 problem: feed', { subcommand: 'add', options: { problem: 'feed', hour: 18 } }],
    ['/schedule list', { subcommand: 'list', options: {} }],
  ])('%j calls a subcommand', (text, sent) => {
    expect(check(text)).toEqual(sent)
  })

  it.each([
    ['/schedule', 'command.subcommand', { name: 'schedule', all: '/schedule add, /schedule list' }],
    ['/schedule feed hour:2', 'command.subcommand', { name: 'schedule' }],
    ['/schedule add', 'command.missing', { name: 'schedule add', option: 'problem' }],
    ['/schedule list feed', 'command.stray', { name: 'schedule list', text: 'feed' }],
    ['/schedule add feed day:2', 'command.noOption', { name: 'schedule add', names: 'problem, hour' }],
  ])('%j is explained', (text, key, params) => {
    expect(check(text)).toEqual({ problem: { key, params: expect.objectContaining(params) } })
  })

  it('takes hostile option names and values as text', () => {
    expect(check('/mock __proto__')).toEqual({ options: { problem: '__proto__' } })
    expect(check('/mock (.*)+$ minutes:20')).toEqual({ options: { problem: '(.*)+$', minutes: 20 } })
  })
})
