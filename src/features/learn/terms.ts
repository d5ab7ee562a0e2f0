/** Too common to tell one page from another. */
const STOP_WORDS = new Set(
  'a an and are as at be by do does for from how i in is it of on or should that the this to vs what when why with'.split(
    ' ',
  ),
)

/** Chinese is written without blanks: a run of it, or a word of another script. */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu

/** Beyond this nothing is a word. */
const TERM_LIMIT = 40

/** The terms of a text or a query, in order: words, and of Chinese each two characters that stand side by side. */
export function termsOf(text: string): readonly string[] {
  const runs = text.normalize('NFKC').toLowerCase().match(RUNS) ?? []
  return runs.flatMap((run) => (isHan(run) ? pairsOf(run) : wordOf(run)))
}

export function isHan(term: string): boolean {
  return /^\p{Script=Han}/u.test(term)
}

function pairsOf(run: string): readonly string[] {
  const characters = Array.from(run)
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}

function wordOf(word: string): readonly string[] {
  if (STOP_WORDS.has(word)) return []
  // One and many are the same to who looks for them.
  const single = /^\p{L}{2,}[^sui\P{L}]s$/u.test(word) ? word.slice(0, -1) : word
  return [single.slice(0, TERM_LIMIT)]
}
