import { z } from 'zod'

const SCOPE_TOPICS = ['coding', 'behavioural', 'theory', 'implementation', 'paper'] as const

const words = z.array(z.string().trim().toLowerCase().min(1).max(40)).min(1).readonly()

/** Topics that Loopmate does not cover; each has a sentence in the catalogues under `scope`. */
export const scopeSchema = z
  .strictObject({
    topics: z.array(z.strictObject({ id: z.enum(SCOPE_TOPICS), words }).readonly()).readonly(),
    /** Words without a meaning for the search. */
    filler: words,
  })
  .readonly()

export type Scope = z.infer<typeof scopeSchema>
export type ScopeTopic = (typeof SCOPE_TOPICS)[number]

/** The topic in a text that is out of scope; undefined if there is none. */
export function outOfScope(scope: Scope, typed: string): ScopeTopic | undefined {
  const text = spaced(typed)
  return scope.topics.find(({ words }) => words.some((word) => contains(text, word)))?.id
}

/** The rest of a text without its topics that are out of scope; empty if nothing remains. */
export function besidesScope({ topics, filler }: Scope, typed: string): string {
  const all = [...topics.flatMap(({ words }) => words), ...filler]
  // Longer ones first: `paper review` would leave `review`.
  const longestFirst = all.toSorted((a, b) => b.length - a.length)
  return longestFirst.reduce((text, word) => without(text, word), spaced(typed)).trim()
}

function spaced(typed: string): string {
  return ` ${typed
    .slice(0, 200)
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, ' ')} `
}

/** Chinese has no spaces between words; elsewhere only whole words count, so that `mathematica` is not math. */
function contains(text: string, word: string): boolean {
  return /\p{Script=Han}/u.test(word) ? text.includes(word) : text.includes(` ${word} `)
}

function without(text: string, word: string): string {
  if (/\p{Script=Han}/u.test(word)) return text.replaceAll(word, ' ')
  let rest = text
  // Two occurrences in a row share one space.
  while (contains(rest, word)) rest = rest.replace(` ${word} `, ' ')
  return rest
}
