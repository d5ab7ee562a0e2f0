import { describe, expect, it } from 'vitest'
import { matches } from '../../../src/features/whiteboard/rules.ts'
import { content as ourContent } from '../../support/content.ts'

const { stages } = ourContent
const named = (typed: string) => stages.filter((stage) => matches(stage, typed)).map(({ id }) => id)

describe('the name of a stage', () => {
  it.each([
    ['Requirements', 'requirements'],
    ['requirements.', 'requirements'],
    [' REQ ', 'requirements'],
    ['需求澄清', 'requirements'],
    ['监控 与 迭代', 'monitoring'],
    ['在线服务。', 'serving'],
    ['Q&A', 'buffer'],
    ['q a buffer', 'buffer'],
  ])('%s means %s', (typed, id) => {
    expect(named(typed)).toEqual([id])
  })

  it('an empty text means any, and a text of signs none', () => {
    expect(named('  ')).toHaveLength(8)
    for (const typed of ['!!!', '。', 'nothing', 'x'.repeat(40_000)]) expect(named(typed)).toEqual([])
  })
})
