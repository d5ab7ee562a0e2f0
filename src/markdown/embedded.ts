import { fencesIn } from './fences.ts'
import { placedLines } from './lines.ts'

/** `pictures`: how many were removed. */
export type WithoutPictures = Readonly<{ text: string; pictures: number }>

/** A `data:` address. */
const ADDRESS = /data:[^\s()<>"'`]*/giu
/** Characters of an address before its bytes. */
const MAX_TYPE = 120
/** A line of an address that is wrapped, as mail does it. */
const WRAPPED = /\r?\n[ \t]{0,8}[A-Za-z0-9+/]{1,100}={0,2}/uy
const SHORTEST_WRAPPED = 60
/** Stands in for an address while the text around it is read. */
const SHORT = 'data:'
/** Longer texts are refused anyway, so nobody asks where their code is. */
const MAX_TEXT = 200_000

/** A part of a text, and what stands there instead. `label`: the one that it defines. */
type Cut = Readonly<{ from: number; to: number; instead: string; label?: string }>

/**
 * Removes the pictures that editors write into exported Markdown as `data:` addresses: `![](data:…)`,
 * `[image1]: <data:…>` with its `![][image1]`, `<img src="data:…">`. Their words stay, and blocks of code are left alone.
 */
export function withoutPictures(text: string): WithoutPictures {
  const addresses = addressesIn(text)
  if (addresses.length === 0) return { text, pictures: 0 }
  const { short, places } = shortened(text, addresses)
  const inCode = codeIn(short)
  const cuts: Cut[] = []
  const kept: Cut[] = []
  for (const [index, at] of places.entries()) {
    const floor = cuts.at(-1)?.to ?? 0
    if (at < floor) continue
    if (inCode(at)) kept.push({ from: at, to: at + SHORT.length, instead: addresses[index]?.address ?? '' })
    else cuts.push(cutAt(short, at, floor))
  }
  const labels = new Set(cuts.flatMap(({ label }) => label ?? []))
  return {
    text: replaced(short, [...cuts, ...kept, ...uses(short, labels, inCode)]),
    pictures: cuts.length,
  }
}

type Address = Readonly<{ index: number; address: string }>

function addressesIn(text: string): readonly Address[] {
  return [...text.matchAll(ADDRESS)].flatMap(({ index, 0: begin }) => {
    if (!holdsBytes(begin.slice(0, MAX_TYPE).toLowerCase())) return []
    const end = wrappedEnd(text, index + begin.length)
    return [{ index, address: text.slice(index, end) }]
  })
}

/** Whether an address is a picture, or any other file as a row of letters. */
function holdsBytes(begin: string): boolean {
  return begin.startsWith('data:image/') || begin.slice(0, begin.indexOf(',') + 1).endsWith(';base64,')
}

/** The end of an address over several lines: all but its last one are long. */
function wrappedEnd(text: string, from: number): number {
  let end = from
  for (;;) {
    WRAPPED.lastIndex = end
    const [line = ''] = WRAPPED.exec(text) ?? []
    const next = end + line.length
    const closes = ')>"\''.includes(text[next] || 'end')
    if (line === '' || (line.length <= SHORTEST_WRAPPED && !closes)) return end
    if (!closes && text[next] !== '\n' && text[next] !== '\r') return end
    end = next
  }
}

function shortened(
  text: string,
  addresses: readonly Address[],
): Readonly<{ short: string; places: readonly number[] }> {
  const parts: string[] = []
  const places: number[] = []
  let [from, length] = [0, 0]
  for (const { index, address } of addresses) {
    parts.push(text.slice(from, index), SHORT)
    length += index - from
    places.push(length)
    length += SHORT.length
    from = index + address.length
  }
  return { short: parts.join('') + text.slice(from), places }
}

function codeIn(text: string): (at: number) => boolean {
  const fences = text.length > MAX_TEXT ? [] : fencesIn(placedLines(text))
  return (at) => {
    let [low, high] = [0, fences.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((fences[middle]?.start ?? 0) <= at) low = middle + 1
      else high = middle
    }
    return at < (fences[low - 1]?.end ?? 0)
  }
}

/** Characters around an address that may be the Markdown or HTML that holds it. */
const MAX_AROUND = 500

/** The Markdown or HTML that holds the address at an offset. */
function cutAt(text: string, at: number, floor: number): Cut {
  const begin = Math.max(floor, at - MAX_AROUND)
  const before = text.slice(begin, at)
  const end = at + SHORT.length
  const after = text.slice(end, end + MAX_AROUND)
  const [, label] = /(?:^|[\n\r])[ \t>]{0,20}\[([^[\]\n\r]{1,100})\]:[ \t]{0,20}<?$/u.exec(before) ?? []
  if (label !== undefined) {
    const line = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1
    return { from: begin + line, to: lineEnd(text, end), instead: '', label: folded(label) }
  }
  const tag = before.toLowerCase().lastIndexOf('<img')
  const close = after.indexOf('>')
  if (tag >= 0 && close >= 0 && !before.includes('>', tag)) {
    const [, words = ''] =
      /\salt=["']([^"'<>]{0,200})["']/iu.exec(before.slice(tag) + after.slice(0, close)) ?? []
    return { from: begin + tag, to: end + close + 1, instead: words }
  }
  const link = /!?\[([^[\]]{0,200})\]\([ \t]{0,5}<?$/u.exec(before)
  const bracket = /^>?[ \t]{0,5}(?:"[^"]{0,200}"|'[^']{0,200}')?[ \t]{0,5}\)/u.exec(after)
  if (link && bracket)
    return { from: begin + link.index, to: end + bracket[0].length, instead: link[1] ?? '' }
  return { from: at, to: end, instead: '' }
}

/** The offset after the rest of a line, with its line break. */
function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end + 1
}

/** Where pictures with these labels are shown: `![words][label]`, `![label][]` and `![label]`. */
function uses(text: string, labels: ReadonlySet<string>, inCode: (at: number) => boolean): readonly Cut[] {
  if (labels.size === 0) return []
  const shown = text.matchAll(/!\[([^[\]]{0,200})\](?:\[([^[\]]{0,100})\])?/gu)
  return [...shown].flatMap(({ index, 0: whole, 1: words = '', 2: label }): readonly Cut[] =>
    labels.has(folded(label || words)) && !inCode(index)
      ? [{ from: index, to: index + whole.length, instead: label ? words : '' }]
      : [],
  )
}

function folded(label: string): string {
  return label.trim().toLowerCase()
}

function replaced(text: string, cuts: readonly Cut[]): string {
  const parts: string[] = []
  let at = 0
  for (const { from, to, instead } of cuts.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue
    parts.push(text.slice(at, from), instead)
    at = to
  }
  return parts.join('') + text.slice(at)
}
