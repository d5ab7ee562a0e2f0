import { z } from 'zod'
import type { InEach } from '#bot'
import { addFlaw, both, line, list, stageId, text } from './fields.ts'
import type { Glossary } from './glossary.ts'
import { flaw } from './mistakes.ts'
import type { LocalizedReference } from './reference.ts'
import type { Rubric } from './rubric.ts'
import type { Scope } from './scope.ts'
import { PLAN_MINUTES, STAGE_IDS } from './stages.ts'
import type { Whiteboard } from './whiteboard.ts'

/** One stage of the interview. Its place on the clock follows from the minutes of all. */
const stageSchema = z
  .strictObject({
    id: stageId,
    minutes: z.int().min(1).max(PLAN_MINUTES),
    name: both(30, 12),
    /** The points of a complete answer. */
    cover: list(both(90), 3),
    /** The part of the whiteboard to draw now, and what it shows the interviewer. */
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
            addFlaw(
              ctx,
              [index, 'id'],
              flaw('expected', { wanted: String(STAGE_IDS[index]), found: stage.id }),
            )
        const sum = stages.reduce((total, stage) => total + stage.minutes, 0)
        if (sum !== PLAN_MINUTES) addFlaw(ctx, [], flaw('minutes', { wanted: PLAN_MINUTES, found: sum }))
      }),
    loops: list(loopSchema, 1),
  })
  .readonly()

/** A fact that the interviewer gives only if the candidate asks. */
const factSchema = z.strictObject({ stage: stageId, topic: line(40), fact: text(180) }).readonly()

/** `minute`: the minute of the 45 at which it is hardest. */
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

/** `from`, `to`: the minutes of the 45 in which it runs. */
export type Stage = z.infer<typeof stageSchema> & Readonly<{ from: number; to: number }>

/** A problem in one language. */
export type Problem = z.infer<typeof problemSchema> &
  Readonly<{
    /** The worked design in Markdown, organised by the seven stages. */
    body: string
    /** The sources of the body's Mermaid diagrams, in order. */
    diagrams: readonly string[]
  }>

export type LocalizedProblem = InEach<Problem>

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
