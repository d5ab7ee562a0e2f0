/** The longest answer by file or message, in characters. */
export const ANSWER_MAX = 40_000
/** The longest text per stage in a form: Slack's limit for a text input. */
export const STAGE_MAX = 3_000
/** UTF-8 takes up to four bytes per character; a byte order mark takes three more. */
export const FILE_MAX_BYTES = 4 * ANSWER_MAX + 3
/** File types that an answer may have. */
export const FILE_TYPES = ['.md', '.markdown', '.txt'] as const

/** The text after the word that makes a message an answer, which may be bold or a heading; undefined without that word. */
export function answerIn(text: string): string | undefined {
  const [, , rest] =
    /^\s*(?:#{1,6}\s+)?([*_]{0,3})(?:(?:my\s+)?answer|(?:我的)?(?:回答|答案))\s{0,9}(?:\1\s{0,9}[:：]|[:：]\s{0,9}\1)([\s\S]*)$/iu.exec(
      text,
    ) ?? []
  return rest?.trim()
}
