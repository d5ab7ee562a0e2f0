import { z } from 'zod'
import { addFlaw, both, id, list, stageId, text } from './fields.ts'
import { flaw } from './mistakes.ts'

const LEVELS = [1, 2, 3, 4] as const

const levelNumber = z.literal(LEVELS)

/** The meaning of a level for hiring, the same for every criterion. */
const levelSchema = z
  .strictObject({
    level: levelNumber,
    emoji: text(8),
    recommendation: z.enum(['no-hire', 'lean-no-hire', 'hire', 'strong-hire']),
    name: both(30),
    meaning: both(160),
  })
  .readonly()

/** A criterion's level. `short` is the option of a select; `anchor` describes what was seen or heard. */
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
          addFlaw(ctx, [index, 'level'], flaw('expected', { wanted: String(LEVELS[index]), found: level }))
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

/** A sign of a staff-level answer, with an example of how it sounds. */
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

/** Refuses values of a key that several entries have, in whichever of the lists. */
function refuseRepeated<Key extends 'emoji' | 'id'>(
  ctx: z.RefinementCtx,
  key: Key,
  lists: Readonly<Record<string, readonly Readonly<Record<Key, string>>[]>>,
): void {
  const seen = new Set<string>()
  for (const [list, entries] of Object.entries(lists))
    for (const [index, { [key]: value }] of entries.entries()) {
      if (seen.has(value)) addFlaw(ctx, [list, index, key], flaw('taken', { value }))
      seen.add(value)
    }
}

export const rubricSchema = z
  .strictObject({
    levels: fourLevels(levelSchema),
    criteria: list(criterionSchema, 1),
    signals: list(signalSchema, 1),
    antiPatterns: list(antiPatternSchema, 1),
  })
  .readonly()
  .superRefine(({ levels, criteria, signals, antiPatterns }, ctx) => {
    refuseRepeated(ctx, 'emoji', { levels, signals, antiPatterns })
    refuseRepeated(ctx, 'id', { criteria, signals, antiPatterns })
  })

export type Level = (typeof LEVELS)[number]
export type Rubric = z.infer<typeof rubricSchema>
