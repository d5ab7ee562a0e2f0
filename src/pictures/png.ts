import { crc32, deflateSync } from 'node:zlib'
import { Resvg } from '@resvg/resvg-js'
import { LIMITS } from './limits.ts'
import { MAIN_FONT } from './text/fonts.ts'
import { setFonts } from './text/set-fonts.ts'

/** Twice the logical size: sharp on the screens of phones and laptops. */
const SHARP = 2
/** The smallest scale at which text of 12.5 logical pixels still has 12. */
const LEAST = 1
/** The maximum side of the PNG: Discord and Slack shrink larger ones. */
const LONGEST = 5000
/** Flat pictures compress well: a higher level takes four times as long and saves 40 %. */
const LEVEL = 3

export type Png = Readonly<{ png: Uint8Array; width: number; height: number }>

/** The PNG's pixels per logical pixel. */
export function scaleFor(width: number, height: number): number {
  const fitting = Math.min(
    SHARP,
    LONGEST / Math.max(width, height),
    Math.sqrt(LIMITS.area / (width * height)),
  )
  return Math.max(LEAST, fitting)
}

/** Paints an SVG with the bundled fonts only. The SVG has to cover its background. */
export function toPng(svg: string, scale: number): Png {
  // Synchronous, since this process does nothing else and each thread would keep memory of its own.
  const { svg: set, files } = setFonts(svg)
  const image = new Resvg(set, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: [...files], defaultFontFamily: MAIN_FONT },
  }).render()
  const { width, height } = image
  return { png: encode(image.pixels, width, height), width, height }
}

/**
 * Encodes opaque pixels as PNG. Resvg's own encoder takes as long as parsing, layout and painting together.
 * https://www.w3.org/TR/png-3/
 */
function encode(pixels: Buffer, width: number, height: number): Uint8Array {
  const row = width * 4
  const lines = Buffer.alloc((row + 1) * height)
  // Each line begins with its filter type: 0, none.
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
