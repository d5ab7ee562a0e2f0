import { z } from 'zod'
import { addFlaw } from './fields.ts'
import { flaw } from './mistakes.ts'
import { traditional } from './traditional.ts'

const term = z.string().trim().min(1).max(80)

const termSchema = z
  .strictObject({
    en: term,
    zh: term,
    /** Wordings that texts must not use instead. */
    avoid: z.union([term, z.array(term).readonly()]).optional(),
    /** A test checks all texts against it. */
    strict: z.boolean().optional(),
    note: z.string().trim().min(1).max(200).optional(),
  })
  .transform((written) => ({ ...written, 'zh-TW': traditional(written.zh) }))
  .readonly()

/** The field's terms in both languages, as all texts use them. */
export const glossarySchema = z
  .strictObject({ terms: z.array(termSchema).readonly() })
  .readonly()
  .superRefine(({ terms }, ctx) => {
    const seen = new Set<string>()
    for (const [index, { en, avoid = [] }] of terms.entries()) {
      const name = en.toLowerCase()
      if (seen.has(name)) addFlaw(ctx, ['terms', index, 'en'], flaw('termTwice', { term: en }))
      seen.add(name)
      for (const wording of [avoid].flat()) {
        const user = terms.find(({ zh }) => zh.includes(wording))
        if (!user) continue
        const used = flaw('avoidUsed', { wording, term: user.en, chinese: user.zh })
        addFlaw(ctx, ['terms', index, 'avoid'], used)
      }
    }
  })

export type Glossary = z.infer<typeof glossarySchema>
