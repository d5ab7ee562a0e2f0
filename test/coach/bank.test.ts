import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { STAGE_IDS } from '../../src/content/stages.ts'

const [, ...LATER] = STAGE_IDS.toReversed()
/** All but the buffer for questions, which is no part of an answer. */
const STAGES = LATER.toReversed()

const BANK = new URL('../../content/coach/bank/', import.meta.url)

const common = {
  id: z.string().regex(/^[a-z0-9-]+$/u),
  lang: z.enum(['en', 'zh']),
  style: z.enum(['notes', 'spoken', 'bullets', 'formal', 'broken', 'transcript']),
  text: z.string().trim().min(3).max(600),
}
const domain = z.string().regex(/^[a-z-]+$/u)

/** What a sentence of an answer is about. */
const sentence = z.strictObject({
  ...common,
  domain,
  stage: z.enum([...STAGES, 'none']),
  /** A number with a unit, a named technique, or a decision with its reason. */
  specific: z.boolean(),
  scope: z.enum(['out', 'deferred', 'legacy', 'rejected', 'hypothetical']).optional(),
  trap: z.string().optional(),
})
/** One to three sentences that show a signal, or nearly do. */
const signal = z.strictObject({
  ...common,
  domain,
  signal: z.enum([
    'problem-ownership',
    'org-constraints',
    'data-flywheel',
    'build-vs-buy',
    'multi-objective',
  ]),
  holds: z.boolean(),
})
/** One to three sentences that decide something about a topic, or only name it. */
const topic = z.strictObject({ ...common, problem: domain, topic: z.string().min(3), holds: z.boolean() })

const example = z.union([sentence, signal, topic])

const files = readdirSync(BANK).filter((name) => name.endsWith('.jsonl'))
const examples = files.flatMap((name) =>
  readFileSync(new URL(name, BANK), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line, index) => ({ place: `${name}:${index + 1}`, line })),
)

const read = examples.map(({ place, line }) => ({
  place,
  example: example.parse(JSON.parse(line), { error: () => place }),
}))

/** A share of some examples. */
const share = (all: typeof read, is: (each: z.infer<typeof example>) => boolean) =>
  all.filter((each) => is(each.example)).length / all.length

describe('the labelled examples of the coach', () => {
  test('have an id and a text of their own', () => {
    const repeated = (key: (each: z.infer<typeof example>) => string) =>
      [...Map.groupBy(read, ({ example: each }) => key(each)).values()]
        .filter((same) => same.length > 1)
        .map((same) => same.map(({ place }) => place).join(' = '))
    expect(repeated(({ id }) => id)).toEqual([])
    expect(repeated(({ text }) => text.replace(/\s+/gu, ' ').toLowerCase())).toEqual([])
  })

  test('are in both languages, about half each', () => {
    for (const [, all] of Map.groupBy(read, ({ place }) => place.split(':')[0])) {
      const english = share(all, ({ lang }) => lang === 'en')
      expect(english, all[0]?.place).toBeGreaterThan(0.4)
      expect(english, all[0]?.place).toBeLessThan(0.6)
    }
  })

  test('that show a signal or a topic have as many beside them that do not', () => {
    const windows = read.filter(({ example: each }) => 'holds' in each)
    const kinds = Map.groupBy(windows, ({ example: each }) =>
      'signal' in each ? each.signal : 'topic' in each ? each.topic : '',
    )
    for (const [kind, all] of kinds) {
      const holding = share(all, (each) => 'holds' in each && each.holds)
      expect(holding, kind).toBeGreaterThan(0.35)
      expect(holding, kind).toBeLessThan(0.65)
    }
  })

  test('in Chinese are Chinese, and in English English', () => {
    const wrong = read.filter(
      ({ example: { lang, text } }) => /\p{Script=Han}/u.test(text) !== (lang === 'zh'),
    )
    expect(wrong.map(({ place }) => place)).toEqual([])
  })
})
