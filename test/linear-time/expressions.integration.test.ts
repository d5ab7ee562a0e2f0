import { checkSync } from 'recheck'
import { analyse } from 'scslre'
import { expect, test } from 'vitest'
import { JUDGED, PUT_TOGETHER } from './expressions.ts'
import { readSources } from './sources.ts'

const sources = readSources()
const all = sources.flatMap(({ expressions }) => expressions)
const keyOf = ({ file, pattern }: Readonly<{ file: string; pattern: string }>) => `${file} ${pattern}`
const constructors = sources.flatMap((source) =>
  source.constructors.map((pattern) => keyOf({ ...source, pattern })),
)

/** The reason why an expression takes more than linear time; undefined where it does not. */
function faultOf(pattern: string, flags: string): string | undefined {
  const { reports } = analyse({ source: pattern, flags })
  // Quantifiers that overlap, are nested, or begin to look again at each character.
  const overlaps = reports.map(({ type }) => type)
  if (overlaps.length > 0) return `quantifiers: ${[...new Set(overlaps)].join(', ')}`
  const found = checkSync(pattern, flags, { checker: 'automaton', timeout: 20_000 })
  if (found.status === 'vulnerable') return found.complexity.summary
  return found.status === 'safe' ? undefined : 'can not be judged'
}

test('every regular expression takes linear time, or it is said why it does', () => {
  const judged = new Map<string, string | undefined>()
  const faults = all.flatMap((expression) => {
    const { file, line, pattern, flags } = expression
    if (Object.hasOwn(JUDGED, keyOf(expression))) return []
    const key = `/${pattern}/${flags}`
    if (!judged.has(key)) judged.set(key, faultOf(pattern, flags))
    const fault = judged.get(key)
    return fault === undefined ? [] : [`${file}:${line} ${key}: ${fault}`]
  })
  expect(faults).toEqual([])
})

test('every expression that is put together while the bot runs is known', () => {
  expect(constructors.filter((each) => !Object.hasOwn(PUT_TOGETHER, each))).toEqual([])
})

test('nothing is said of expressions that do not exist', () => {
  const keys = new Set([...all.map(keyOf), ...constructors])
  const said = [...Object.keys(JUDGED), ...Object.keys(PUT_TOGETHER)]
  expect(said.filter((key) => !keys.has(key))).toEqual([])
})

test.each([
  ['marks with anything after them', '^(`{3,}|~{3,})[^\\n]*$', 'gm'],
  ['space before the end', '\\s*x\\s*$', ''],
  ['a heading', '^#{1,6}\\s+(.*)$', 'u'],
  ['any text between marks', '%%\\{[\\s\\S]*?\\}%%', 'g'],
  ['a link', '\\[([^\\]\\n]+)\\]\\((https?:[^\\s)]+)\\)', 'g'],
  ['space at the end', '\\s+$', ''],
  ['nested quantifiers', '^(a+)+$', ''],
])('%s: /%s/%s is refused', (_, pattern, flags) => {
  expect(faultOf(pattern, flags)).toBeDefined()
})

test('an expression whose quantifiers exclude each other is taken', () => {
  expect(faultOf('^(?:> ?)+', 'u')).toBeUndefined()
})
