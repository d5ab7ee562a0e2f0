import { MAIN_FONT } from './fonts.ts'
import { filesFor, type Run, runsOf, widthOf } from './widths.ts'

/** A text of an SVG that has no elements in it. */
const TEXT = /<text([^<>]*)>([^<]+)<\/text>/gu
const X = /\bx="(-?[\d.]+)"/u
const SIZE = /\bfont-size[=:]"?([\d.]+)/u
const ANCHOR = /\btext-anchor[=:]"?(middle|end)/u
/** The share of a line's width that is left of its anchor. */
const LEFT: Readonly<Record<string, number>> = { middle: 0.5, end: 1 }

/**
 * Names the font of each part of an SVG's texts that the main font lacks, and the files to load. Resvg's own search for
 * another font drops a line in which one font joins characters, such as a flag, and another doesn't; so each part has a
 * place of its own and is shaped alone.
 */
export function setFonts(svg: string): Readonly<{ svg: string; files: readonly string[] }> {
  const used: Run[] = []
  const set = svg.replace(TEXT, (whole, attributes: string, text: string) => {
    const runs = runsOf(text)
    used.push(...runs)
    if (runs.every(({ font }) => font === MAIN_FONT)) return whole
    return `<text${attributes}>${runs.length === 1 ? runs.map((run) => span(run, '')).join('') : placed(runs, attributes)}</text>`
  })
  return { svg: set, files: filesFor(used) }
}

function placed(runs: readonly Run[], attributes: string): string {
  const size = Number(SIZE.exec(attributes)?.[1] ?? 16)
  const widths = runs.map((run) => (run.width * size) / 1000)
  const total = widths.reduce((sum, width) => sum + width, 0)
  let x = Number(X.exec(attributes)?.[1] ?? 0) - total * (LEFT[ANCHOR.exec(attributes)?.[1] ?? ''] ?? 0)
  return runs
    .map((run, index) => {
      const text = run.text.trimStart()
      // Spaces at the beginning of a part may be collapsed.
      const skipped = widthOf(run.text.slice(0, run.text.length - text.length), size)
      const at = Math.round((x + skipped) * 100) / 100
      x += widths[index] ?? 0
      return text === '' ? '' : span({ ...run, text }, ` x="${at}" text-anchor="start"`)
    })
    .join('')
}

function span({ font, text }: Run, place: string): string {
  return `<tspan font-family="${font}"${place}>${text}</tspan>`
}
