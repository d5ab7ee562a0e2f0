import { z } from 'zod'
import { flaw } from './mistakes.ts'

/** Short enough to copy on a phone, and for one message on every platform beside its picture. */
const LONGEST = 1500

const flowchart = z
  .string()
  .trim()
  .max(LONGEST)
  .refine((source) => /^flowchart\s/u.test(source), { params: flaw('noFlowchart') })
const both = z.strictObject({ en: flowchart, zh: flowchart }).readonly()

/** What a stage's board looks like before it is filled in, as Mermaid, and the whole board at the end. */
export const whiteboardSchema = z
  .strictObject({
    requirements: both,
    metrics: both,
    data: both,
    features: both,
    model: both,
    serving: both,
    monitoring: both,
    whole: both,
  })
  .readonly()

export type Whiteboard = z.infer<typeof whiteboardSchema>
