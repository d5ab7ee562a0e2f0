import { Resvg } from '@resvg/resvg-js'
import { LIMITS } from './limits.ts'
import { filesFor } from './text/widths.ts'

/** Twice the logical size: sharp on the screens of phones and laptops. */
const SHARP = 2
/** The least at which text of 12.5 logical pixels still has 12. */
const LEAST = 1
/** Of a side of the PNG: more is shrunk by Discord and Slack before it is shown. */
const LONGEST = 5000

export type Png = Readonly<{ png: Uint8Array; width: number; height: number }>

/** How many pixels of the PNG a logical pixel becomes. */
export function scaleFor(width: number, height: number): number {
  const fitting = Math.min(
    SHARP,
    LONGEST / Math.max(width, height),
    Math.sqrt(LIMITS.area / (width * height)),
  )
  return Math.max(LEAST, fitting)
}

/** Draws an SVG with the fonts that come along, and no others. */
export function toPng(svg: string, scale: number): Png {
  // At once, not on a thread of its own: this process does nothing else, and each thread would keep memory of its own.
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: [...filesFor(svg)], defaultFontFamily: 'Noto Sans SC' },
  }).render()
  return { png: image.asPng(), width: image.width, height: image.height }
}
