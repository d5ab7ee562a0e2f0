import { z } from 'zod'
import { localized } from './fields.ts'
import { flaw } from './mistakes.ts'

/** Short enough to copy on a phone, and for one message with its picture on every platform. */
const LONGEST = 1500

const flowchart = z
  .string()
  .trim()
  .max(LONGEST)
  .refine((source) => /^flowchart\s/u.test(source), { params: flaw('noFlowchart') })
const both = localized(flowchart, flowchart)

/** Each stage's empty board as Mermaid, and the complete board at the end. */
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
