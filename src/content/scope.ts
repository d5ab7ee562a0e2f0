import { z } from 'zod'

const SCOPE_TOPICS = ['coding', 'behavioural', 'theory', 'implementation', 'paper'] as const

/** What Loopmate is not for; each topic has its kind sentence in the catalogues under `scope`. */
export const scopeSchema = z
  .strictObject({
    topics: z
      .array(
        z
          .strictObject({
            id: z.enum(SCOPE_TOPICS),
            words: z.array(z.string().trim().toLowerCase().min(1).max(40)).min(1).readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()

export type Scope = z.infer<typeof scopeSchema>
export type ScopeTopic = (typeof SCOPE_TOPICS)[number]

/** The topic somebody asks for that is out of scope; undefined when it is none of them. */
export function outOfScope(scope: Scope, typed: string): ScopeTopic | undefined {
  const text = ` ${typed
    .slice(0, 200)
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, ' ')} `
  return scope.topics.find(({ words }) => words.some((word) => contains(text, word)))?.id
}

/** Chinese has no spaces between words; elsewhere only whole words count, so that `mathematica` is not math. */
function contains(text: string, word: string): boolean {
  return /\p{Script=Han}/u.test(word) ? text.includes(word) : text.includes(` ${word} `)
}
