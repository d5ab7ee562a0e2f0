/** A message's text, and the names of its files. */
export type Said = Readonly<{ text: string; files: readonly string[] }>

/** A copy is posted within this time of its original's last edit. */
const WINDOW_MS = 60_000
/** Characters around a text by which a member tells the proxy who is speaking, such as `A: `. */
const MAX_TAGS = 24

/**
 * Whether a webhook's message repeats a member's, as proxies such as PluralKit post it before they delete the original.
 * @param after milliseconds from the original's last edit to the copy
 */
export function isCopy(original: Said, copy: Said, after: number): boolean {
  if (after < 0 || after > WINDOW_MS) return false
  const files = (said: Said) => [...said.files].toSorted().join('\n')
  if (files(original) !== files(copy)) return false
  const [whole, part] = [original.text.trim(), copy.text.trim()]
  if (whole === part) return part !== '' || copy.files.length > 0
  // The tags are left out of the copy; anything longer would be a part of what was said.
  const tags = whole.length - part.length
  return tags > 0 && tags <= MAX_TAGS && part.length >= 2 * tags && whole.includes(part)
}
