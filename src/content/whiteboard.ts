import { z } from 'zod'

/** Short enough to copy on a phone, and for one message on every platform beside its picture. */
const LONGEST = 1500

const flowchart = z
  .string()
  .trim()
  .max(LONGEST)
  .regex(/^flowchart\s/u, 'a diagram beginning with flowchart expected')
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
