/** Longer than any name, so that a longer text means none. */
const MAX_NAME = 100

/** The form in which names are compared: without case, spaces and punctuation. */
export function folded(text: string): string {
  return text
    .slice(0, MAX_NAME)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '')
}

/** Shortens a text that was typed or uploaded, to repeat it in a sentence. */
export function shortened(text: string, max = 60): string {
  return text.length > max ? `${text.slice(0, max).toWellFormed()}…` : text
}
