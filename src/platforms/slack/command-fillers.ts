/** Words that link a value to the rest of a sentence; no value begins or ends with one. */
const LINKS: ReadonlySet<string> = new Set(
  'a an and as at begin by change each every for from in is let lets me no of on or set start the to us use with · - – — , ; : . & + 和 在 每 用 于 於 从 從 到 为 為 的 以 及 与 與 跟 把 改成 改为 改為 设为 設為'.split(
    ' ',
  ),
)
const POLITE: ReadonlySet<string> = new Set(
  'now please pls plz thanks thx 请 請 麻烦 麻煩 谢谢 謝謝 劳驾 ! ? 。 ！ ？'.split(' '),
)

/** Says something to the reader, not about the command. */
export function isPolite(text: string): boolean {
  return POLITE.has(folded(text))
}

/** Carries no value of its own where it stands beside one. */
export function isFiller(text: string): boolean {
  return LINKS.has(folded(text)) || isPolite(text)
}

function folded(text: string): string {
  if (text.length > 12) return text
  const plain = text.normalize('NFKC').toLowerCase().replace(/['’]/gu, '')
  return plain.length > 1 && /[,.;:!?，。；：！？、]$/u.test(plain) ? plain.slice(0, -1) : plain
}
