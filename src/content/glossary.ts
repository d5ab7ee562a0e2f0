import { z } from 'zod'

const term = z.string().trim().min(1).max(80)

/** The field's terms in both languages, as all texts use them. */
export const glossarySchema = z
  .strictObject({
    terms: z
      .array(
        z
          .strictObject({
            en: term,
            zh: term,
            /** What texts don't say instead. */
            avoid: z.union([term, z.array(term).readonly()]).optional(),
            /** The texts are held to it by a test. */
            strict: z.boolean().optional(),
            note: z.string().trim().min(1).max(200).optional(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()

export type Glossary = z.infer<typeof glossarySchema>
