import { z } from 'zod'
import type { Language } from '#bot'
import type { Glossary } from './glossary.ts'
import { flaw } from './mistakes.ts'
import type { LocalizedReference } from './reference.ts'
import type { Scope } from './scope.ts'
import { PLAN_MINUTES, STAGE_IDS } from './stages.ts'
import type { Whiteboard } from './whiteboard.ts'

const LEVELS = [1, 2, 3, 4] as const

const stageId = z.enum(STAGE_IDS)
const text = (max: number) => z.string().trim().min(1).max(max)
/** A text that stands in labels, names of threads and lists. */
const line = (max: number) =>
  text(max).refine((value) => !/[\r\n\u2028\u2029]/u.test(value), { params: flaw('oneLine') })
/** Ours have half as much at most; beyond it no card could show what a group's own problem brings. */
const list = <T extends z.ZodType>(item: T, min: number, max = 16) =>
  z.array(item).min(min).max(max).readonly()
const both = (en: number, zh = en) => z.strictObject({ en: text(en), zh: text(zh) }).readonly()
const id = z.string().refine((value) => /^[a-z]+(-[a-z]+)*$/u.test(value), { params: flaw('kebabCase') })

/** One stage of the interview. Its place on the clock follows from the minutes of all. */
const stageSchema = z
  .strictObject({
    id: stageId,
    minutes: z.int().min(1).max(PLAN_MINUTES),
    name: both(30, 12),
    /** What a complete answer touches. */
    cover: list(both(90), 3),
    /** What to put on the whiteboard now, and what that shows the interviewer. */
    draw: both(160),
    purpose: both(120),
  })
  .readonly()

/** A way back from a later stage to an earlier one. */
const loopSchema = z.strictObject({ from: stageId, to: stageId, label: both(60) }).readonly()

export const frameworkSchema = z
  .strictObject({
    stages: z
      .array(stageSchema)
      .length(STAGE_IDS.length)
      .readonly()
      .superRefine((stages, ctx) => {
        for (const [index, stage] of stages.entries())
          if (stage.id !== STAGE_IDS[index])
            ctx.addIssue({
              code: 'custom',
              path: [index, 'id'],
              params: flaw('expected', { wanted: String(STAGE_IDS[index]), found: stage.id }),
            })
        const sum = stages.reduce((total, stage) => total + stage.minutes, 0)
        if (sum !== PLAN_MINUTES)
          ctx.addIssue({ code: 'custom', params: flaw('minutes', { wanted: PLAN_MINUTES, found: sum }) })
      }),
    loops: list(loopSchema, 1),
  })
  .readonly()

const levelNumber = z.literal(LEVELS)

/** What a level means for hiring, the same for every criterion. */
const levelSchema = z
  .strictObject({
    level: levelNumber,
    emoji: text(8),
    recommendation: z.enum(['no-hire', 'lean-no-hire', 'hire', 'strong-hire']),
    name: both(30),
    meaning: both(160),
  })
  .readonly()

/** A criterion's level. `short` stands alone as an option of a select; `anchor` says what was seen or heard. */
const anchorSchema = z.strictObject({ level: levelNumber, short: both(75), anchor: both(320) }).readonly()

/** Exactly the levels 1 to 4, in order. */
const fourLevels = <T extends z.ZodType<{ level: number }>>(item: T) =>
  z
    .array(item)
    .length(LEVELS.length)
    .readonly()
    .superRefine((levels, ctx) => {
      for (const [index, { level }] of levels.entries())
        if (level !== LEVELS[index])
          ctx.addIssue({
            code: 'custom',
            path: [index, 'level'],
            params: flaw('expected', { wanted: String(LEVELS[index]), found: level }),
          })
    })

const criterionSchema = z
  .strictObject({
    id,
    /** The stage it judges, null where it spans all. */
    stage: stageId.nullable(),
    name: both(45, 20),
    levels: fourLevels(anchorSchema),
  })
  .readonly()

/** What sets a staff answer apart, with words in which it is heard. */
const signalSchema = z
  .strictObject({ id, emoji: text(8), name: both(45, 20), meaning: both(200), sounds: both(280) })
  .readonly()

const antiPatternSchema = z
  .strictObject({
    id,
    emoji: text(8),
    name: both(45, 20),
    novice: both(280),
    expert: both(280),
    detection: both(280),
  })
  .readonly()

export const rubricSchema = z
  .strictObject({
    levels: fourLevels(levelSchema),
    criteria: list(criterionSchema, 1),
    signals: list(signalSchema, 1),
    antiPatterns: list(antiPatternSchema, 1),
  })
  .readonly()
  .superRefine(({ levels, criteria, signals, antiPatterns }, ctx) => {
    const marks = { levels, signals, antiPatterns }
    const emoji = new Set<string>()
    for (const [key, entries] of Object.entries(marks))
      for (const [index, entry] of entries.entries()) {
        if (emoji.has(entry.emoji))
          ctx.addIssue({
            code: 'custom',
            path: [key, index, 'emoji'],
            params: flaw('taken', { value: entry.emoji }),
          })
        emoji.add(entry.emoji)
      }
    const ids = new Set<string>()
    for (const [key, entries] of Object.entries({ criteria, signals, antiPatterns }))
      for (const [index, entry] of entries.entries()) {
        if (ids.has(entry.id))
          ctx.addIssue({
            code: 'custom',
            path: [key, index, 'id'],
            params: flaw('taken', { value: entry.id }),
          })
        ids.add(entry.id)
      }
  })

/** Told by the interviewer when the candidate asks about it, not before. */
const factSchema = z.strictObject({ stage: stageId, topic: line(40), fact: text(180) }).readonly()

/** `minute`: of the 45, where it bites hardest. */
const curveballSchema = z
  .strictObject({
    minute: z
      .int()
      .min(0)
      .max(PLAN_MINUTES - 1),
    text: text(280),
  })
  .readonly()

const tellsSchema = z.strictObject({ strong: list(text(140), 2, 6), weak: list(text(140), 2, 6) }).readonly()

/** The front matter of a problem's file; the body below it is the worked design. */
export const problemSchema = z
  .strictObject({
    title: line(60),
    oneLiner: line(100),
    keyChallenges: list(line(80), 2, 8),
    mustDiscuss: list(line(60), 2, 8),
    brief: text(600),
    facts: list(factSchema, 12, 40),
    probes: z.record(stageId, list(text(200), 3, 8)).readonly(),
    curveballs: list(curveballSchema, 6),
    tells: z.record(stageId, tellsSchema).readonly(),
  })
  .readonly()

export type Level = (typeof LEVELS)[number]
/** `from`, `to`: the minutes of the 45 in which it runs. */
export type Stage = z.infer<typeof stageSchema> & Readonly<{ from: number; to: number }>
export type Rubric = z.infer<typeof rubricSchema>

/** A problem in one language. */
export type Problem = z.infer<typeof problemSchema> &
  Readonly<{
    /** The worked design in Markdown, organised by the seven stages. */
    body: string
    /** The sources of the body's Mermaid diagrams, in order. */
    diagrams: readonly string[]
  }>

export type LocalizedProblem = Readonly<Record<Language, Problem>>

export type Content = Readonly<{
  /** Eight: the seven stages, then the Q&A buffer. */
  stages: readonly Stage[]
  loops: z.infer<typeof frameworkSchema>['loops']
  rubric: Rubric
  scope: Scope
  glossary: Glossary
  whiteboard: Whiteboard
  /** By slug, the name of the problem's folder. */
  problems: ReadonlyMap<string, LocalizedProblem>
  /** By slug, in the order in which they are read. */
  references: ReadonlyMap<string, LocalizedReference>
}>
