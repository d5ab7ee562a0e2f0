import { plainEmoji } from '#bot'
import type { Level, Rubric } from '../../../content/rubric.ts'

/** The criterion under which the overall level that reactions give is stored. */
export const OVERALL = 'overall'

/** Signals and anti-patterns have no level. */
const PRESENT: Level = 1

/** The meaning of a reaction. `overall`: one per person. */
export type Mark = Readonly<{ criterion: string; level: Level; overall: boolean }>

/** The meaning of each emoji that counts, as content/rubric.yaml says. */
export type EmojiVocabulary = Readonly<{
  /** Undefined: the reaction means nothing to the bot. */
  markOf(emoji: string): Mark | undefined
  /** The emoji of the four levels, in order. */
  levels: readonly string[]
}>

export function emojiVocabulary({ levels, signals, antiPatterns }: Rubric): EmojiVocabulary {
  const marks = new Map<string, Mark>()
  for (const { emoji, level } of levels)
    marks.set(plainEmoji(emoji), { criterion: OVERALL, level, overall: true })
  for (const { emoji, id } of [...signals, ...antiPatterns])
    marks.set(plainEmoji(emoji), { criterion: id, level: PRESENT, overall: false })
  return {
    markOf: (emoji) => marks.get(plainEmoji(emoji)),
    levels: levels.map(({ emoji }) => emoji),
  }
}
