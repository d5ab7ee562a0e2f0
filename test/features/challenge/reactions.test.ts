import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainEmoji } from '#bot'
import type { Level } from '../../../src/content/rubric.ts'
import { emojiVocabulary, type Mark, OVERALL } from '../../../src/features/challenge/rules/emoji.ts'
import {
  addReaction,
  type Marks,
  recount,
  removeReaction,
} from '../../../src/features/challenge/rules/reactions.ts'
import { content as ourContent } from '../../support/content.ts'

const { rubric } = ourContent
const vocabulary = emojiVocabulary(rubric)
const LEVELS: readonly Level[] = [1, 2, 3, 4]
const overall = (level: Level): Mark => ({ criterion: OVERALL, level, overall: true })
const juggler: Mark = { criterion: 'multi-objective', level: 1, overall: false }
const flag: Mark = { criterion: 'no-monitoring', level: 1, overall: false }
const marks = (...pairs: readonly (readonly [string, Level])[]): Marks => new Map(pairs)

describe('the vocabulary', () => {
  test.each<[string, Mark]>([
    ['3️⃣', overall(3)],
    ['3⃣', overall(3)],
    ['🔕', flag],
    ...['🤹', '🤹🏽', '🤹‍♀️', '🤹‍♂️', '🤹🏿‍♀️', '🤹🏻‍♂', '🤹‍♀'].map((emoji): [string, Mark] => [emoji, juggler]),
  ])('%s', (emoji, mark) => {
    expect(vocabulary.markOf(emoji)).toEqual(mark)
  })

  test.each(['👍', '5️⃣', '', 'three', '♀️', '\u200D♀️'])('%j means nothing', (emoji) => {
    expect(vocabulary.markOf(emoji)).toBeUndefined()
  })

  test('has four levels, five signals and three flags, and no name twice', () => {
    const emoji = [...rubric.levels, ...rubric.signals, ...rubric.antiPatterns].map((entry) => entry.emoji)
    const names = emoji.map((each) => {
      const mark = vocabulary.markOf(each)
      return mark?.overall ? `${mark.criterion} ${mark.level}` : mark?.criterion
    })
    expect(new Set(names).size).toBe(12)
    expect(rubric.criteria.map(({ id }) => id)).not.toContain(OVERALL)
  })
})

test.each([
  ['🧑‍🏫', ['👩‍🏫', '👨🏾‍🏫', '🧑🏻‍🏫']],
  ['🏃', ['🏃‍♀️', '🏃🏽‍♂️', '🏃🏿']],
  ['❤', ['❤️', '❤︎']],
])('%s is meant by %j', (plain, variants) => {
  for (const each of variants) expect(plainEmoji(each)).toBe(plain)
})

describe('a reaction event', () => {
  test.each<[string, Marks, Mark, Marks, boolean]>([
    ['the first level counts', marks(), overall(2), marks([OVERALL, 2]), false],
    ['the newest level counts', marks([OVERALL, 2]), overall(4), marks([OVERALL, 4]), false],
    [
      'a flag stands beside a level',
      marks([OVERALL, 2]),
      flag,
      marks([OVERALL, 2], ['no-monitoring', 1]),
      false,
    ],
  ])('%s', (_, before, mark, after, unsure) => {
    expect(addReaction(before, mark)).toEqual({ marks: after, unsure })
  })

  test.each<[string, Marks, Mark, Marks, boolean]>([
    ['what counted is taken back', marks([OVERALL, 2]), overall(2), marks(), true],
    ['what no longer counts is taken back', marks([OVERALL, 4]), overall(2), marks([OVERALL, 4]), false],
    ['a flag is taken back', marks([OVERALL, 2], ['no-monitoring', 1]), flag, marks([OVERALL, 2]), false],
    ['what never stood is taken back', marks(), flag, marks(), false],
  ])('%s', (_, before, mark, after, unsure) => {
    expect(removeReaction(before, mark)).toEqual({ marks: after, unsure })
  })
})

describe('a recount', () => {
  test.each<[string, Marks, readonly Mark[], Marks, readonly Level[]]>([
    ['one level stands', marks(), [overall(3)], marks([OVERALL, 3]), []],
    ['one stands, another counted', marks([OVERALL, 2]), [overall(3)], marks([OVERALL, 3]), []],
    [
      'two stand, one of them counted',
      marks([OVERALL, 2]),
      [overall(3), overall(2)],
      marks([OVERALL, 2]),
      [],
    ],
    ['two stand, none of them counted', marks([OVERALL, 1]), [overall(4), overall(2)], marks(), [2, 4]],
    ['two stand, nothing counted', marks(), [overall(4), overall(2)], marks(), [2, 4]],
    ['nothing stands', marks([OVERALL, 1], ['no-monitoring', 1]), [], marks(), []],
    ['only a flag stands', marks([OVERALL, 1]), [flag], marks(['no-monitoring', 1]), []],
  ])('%s', (_, before, standing, after, conflicting) => {
    expect(recount(before, standing)).toEqual({ marks: after, conflicting })
  })

  const mark = fc.constantFrom<Mark>(...LEVELS.map(overall), flag, {
    criterion: 'owns-problem',
    level: 1,
    overall: false,
  })

  test('a second one changes nothing, in whatever order the platform lists reactions', () => {
    fc.assert(
      fc.property(fc.array(mark), fc.array(mark), (history, standing) => {
        const before = history.reduce<Marks>((now, each) => addReaction(now, each).marks, marks())
        const once = recount(before, standing)
        expect(recount(once.marks, standing.toReversed()).marks).toEqual(once.marks)
        for (const [criterion, level] of once.marks)
          expect(standing.some((each) => each.criterion === criterion && each.level === level)).toBe(true)
      }),
    )
  })

  test('agrees with the events, unless they leave it unsure', () => {
    const act = fc.record({ mark, added: fc.boolean() })
    fc.assert(
      fc.property(fc.array(act), (acts) => {
        let live = marks()
        let unsure = false
        const standing = new Map<string, Mark>()
        for (const { mark: each, added } of acts) {
          const key = `${each.criterion} ${each.level}`
          if (added === standing.has(key)) continue
          if (added) standing.set(key, each)
          else standing.delete(key)
          const change = added ? addReaction(live, each) : removeReaction(live, each)
          live = change.marks
          unsure ||= change.unsure
        }
        if (!unsure) expect(recount(live, [...standing.values()]).marks).toEqual(live)
      }),
    )
  })
})
