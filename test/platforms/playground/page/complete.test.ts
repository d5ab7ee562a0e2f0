import { describe, expect, it } from 'vitest'
import { complete, narrowed, withChoices } from '../../../../src/platforms/playground/page/complete.ts'
import { both, KNOWN } from './fixtures.ts'

const CHOICES = [
  { value: 'fraud-detection', label: 'Fraud Detection' },
  { value: 'feed-ranking', label: 'Feed Ranking' },
]

function at(head: string) {
  const found = complete(head, KNOWN)
  if (!found) throw new Error(`nothing is offered after ${head}`)
  return found
}

const inserts = (head: string) => at(head).items.map(({ insert }) => insert)

describe('suggestions while a command is typed', () => {
  it('is nothing in a text', () => {
    expect(complete('hello', KNOWN)).toBeUndefined()
    expect(complete('/nothing ', KNOWN)).toBeUndefined()
  })

  it('are the commands, with what they do', () => {
    expect(at('/').items).toEqual([
      { insert: '/help', label: '/help', detail: 'What it can do' },
      { insert: '/mock ', label: '/mock', detail: 'Run a mock' },
      { insert: '/schedule ', label: '/schedule', detail: 'Plans' },
      { insert: '/settings ', label: '/settings', detail: 'Settings' },
    ])
    expect(inserts('/m')).toEqual(['/mock '])
    expect(inserts('/x')).toEqual([])
  })

  it('are the subcommands, then what one takes', () => {
    expect(at('/schedule').eager).toBe(true)
    expect(at('/schedule ')).toEqual({
      start: 10,
      eager: true,
      items: [
        { insert: 'add ', label: 'add', detail: 'Add one' },
        { insert: 'list', label: 'list', detail: 'Show them' },
      ],
      about: { name: '/schedule', description: both('Plans') },
    })
    expect(inserts('/schedule l')).toEqual(['list'])
    expect(at('/schedule list').eager).toBe(false)
    expect(at('/schedule add').eager).toBe(true)
    expect(complete('/schedule list ', KNOWN)).toBeUndefined()
    expect(complete('/schedule nothing ', KNOWN)).toBeUndefined()
    expect(at('/schedule add ')).toMatchObject({
      start: 14,
      about: { name: 'problem' },
      remote: { command: 'schedule', subcommand: 'add', option: 'problem', typed: '', prefix: 'problem:' },
    })
    expect(inserts('/schedule add feed ')).toEqual(['hour:'])
  })

  it('leaves Enter to send a command that needs nothing more', () => {
    expect(at('/help').eager).toBe(false)
    expect(at('/settings').eager).toBe(false)
    expect(at('/mock').eager).toBe(true)
    expect(at('/mo').eager).toBe(true)
  })

  it('asks the server first for the values of what is required', () => {
    expect(at('/mock ')).toMatchObject({
      start: 6,
      items: [],
      about: { name: 'problem' },
      remote: { command: 'mock', option: 'problem', typed: '', prefix: 'problem:' },
    })
    expect(at('/mock fr')).toMatchObject({ start: 6, remote: { typed: 'fr', prefix: '' } })
    expect(at('/mock problem:fr')).toMatchObject({ start: 14, remote: { typed: 'fr', prefix: '' } })
  })

  it('takes over what the server answers', () => {
    const answered = withChoices(at('/mock '), CHOICES)
    expect(answered.items[0]).toEqual({
      insert: 'problem:fraud-detection ',
      label: 'Fraud Detection',
      detail: 'fraud-detection',
    })
    expect(answered.eager).toBe(true)
    expect(withChoices(at('/mock fraud-detection'), CHOICES).eager).toBe(false)
    expect(withChoices(at('/mock zzz'), []).eager).toBe(false)
  })

  it('narrows what the server offered until it answers anew', () => {
    const offered = withChoices(at('/mock '), CHOICES)
    expect(narrowed(at('/mock feed'), offered).items.map(({ insert }) => insert)).toEqual(['feed-ranking '])
    const whole = narrowed(at('/mock feed-ranking'), offered)
    expect(whole.eager).toBe(false)
    expect(narrowed(at('/mock 欺诈'), offered).items).toEqual([])
    expect(narrowed(at('/m'), offered)).toEqual(at('/m'))
  })

  it('are the other options, once nothing is missing; Enter sends', () => {
    expect(at('/mock fraud-detection ')).toMatchObject({ eager: false, start: 22 })
    expect(inserts('/mock fraud-detection ')).toEqual(['minutes:', 'language:'])
    expect(inserts('/mock fraud-detection minutes:20 ')).toEqual(['language:'])
    expect(inserts('/mock fraud-detection min')).toEqual(['minutes:'])
    expect(complete('/mock feed minutes:20 language:en ', KNOWN)).toBeUndefined()
  })

  it('says what a number is for', () => {
    expect(at('/mock feed minutes:2')).toMatchObject({ items: [], about: { name: 'minutes' } })
  })

  it('are choices, people and channels by their names', () => {
    expect(inserts('/mock feed language:')).toEqual(['en ', 'zh '])
    expect(inserts('/mock feed language:chi')).toEqual(['zh '])
    expect(at('/mock feed language:zh').eager).toBe(false)
    expect(inserts('/settings organiser:ana')).toEqual(['@Ana Li '])
    expect(inserts('/settings channel:')).toEqual(['#general '])
  })
})
