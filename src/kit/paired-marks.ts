/**
 * Replaces pairs of marks that stand close to what is between them, such as `**` in `**bold**`, in time linear in the
 * text's length.
 * @param draw what stands for a pair, by what is between its marks
 */
export function replacePairs(text: string, mark: string, draw: (inside: string) => string): string {
  let drawn = ''
  let end = 0
  let closing = 0
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, Math.max(at + 1, end))) {
    const start = at + mark.length
    if (isBlank(text[start])) continue
    // A mark that closes nothing here closes nothing later, so each is looked at once.
    closing = Math.max(closing, start + 1)
    while (closing < text.length && !(text.startsWith(mark, closing) && !isBlank(text[closing - 1])))
      closing++
    if (closing >= text.length) break
    drawn += text.slice(end, at) + draw(text.slice(start, closing))
    end = closing + mark.length
  }
  return drawn + text.slice(end)
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || /\s/u.test(character)
}
