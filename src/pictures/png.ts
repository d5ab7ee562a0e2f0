import { crc32, deflateSync } from 'node:zlib'
import { Resvg } from '@resvg/resvg-js'
import { LIMITS } from './limits.ts'
import { filesFor } from './text/widths.ts'

/** Twice the logical size: sharp on the screens of phones and laptops. */
const SHARP = 2
/** The least at which text of 12.5 logical pixels still has 12. */
const LEAST = 1
/** Of a side of the PNG: more is shrunk by Discord and Slack before it is shown. */
const LONGEST = 5000
/** Drawings are flat: more takes four times as long, and saves 40 %. */
const LEVEL = 3

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

/** Paints an SVG, which has to cover its ground, with the fonts that come along and no others. */
export function toPng(svg: string, scale: number): Png {
  // At once, not on a thread of its own: this process does nothing else, and each thread would keep memory of its own.
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: [...filesFor(svg)], defaultFontFamily: 'Noto Sans SC' },
  }).render()
  const { width, height } = image
  return { png: encode(image.pixels, width, height), width, height }
}

/**
 * A PNG of opaque pixels. Resvg's own encoder takes as long as reading, layout and painting together.
 * https://www.w3.org/TR/png-3/
 */
function encode(pixels: Buffer, width: number, height: number): Uint8Array {
  const row = width * 4
  const lines = Buffer.alloc((row + 1) * height)
  // Each line begins with its filter: 0, as it is.
  for (let y = 0; y < height; y++) pixels.copy(lines, y * (row + 1) + 1, y * row, (y + 1) * row)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits for each of red, green, blue and alpha.
  header.set([8, 6], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: LEVEL })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
