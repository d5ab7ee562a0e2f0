import { color, type RGBColor, rgb } from 'd3-color'
import type { Look } from './graph.ts'

const INK = '#0f172a'
const PAPER = '#ffffff'
/** The contrast that WCAG 2.2 asks for text of any size. */
const READABLE = 4.5

/**
 * Reads the styles of a diagram (`fill:#f00`, `stroke-dasharray: 5 5`). Values are parsed as colours or numbers and
 * written anew; others, such as `url(...)`, are dropped. Later declarations win.
 */
export function lookOf(declarations: readonly string[]): Look {
  const said = new Map(
    declarations.flatMap((declaration): [string, string][] => {
      const colon = declaration.indexOf(':')
      return colon < 0
        ? []
        : [[declaration.slice(0, colon).trim().toLowerCase(), declared(declaration.slice(colon + 1))]]
    }),
  )
  const fill = colour(said.get('fill') ?? said.get('background') ?? said.get('background-color'))
  const stroke = colour(said.get('stroke'))
  const asked = colour(said.get('color'))
  const strokeWidth = Number.parseFloat(said.get('stroke-width') ?? '')
  const dash = (said.get('stroke-dasharray') ?? '').split(/[\s,]+/u).map(Number.parseFloat)
  const text = fill || asked ? readable(asked ?? INK, fill ?? PAPER) : undefined
  return {
    ...(fill && { fill }),
    ...(stroke && { stroke }),
    ...(text && { color: text }),
    ...(Number.isFinite(strokeWidth) && { strokeWidth: Math.min(Math.max(strokeWidth, 0.5), 6) }),
    ...(dash.length <= 6 && dash.every((n) => n >= 0 && n <= 40) && dash.some((n) => n > 0) && { dash }),
  }
}

function declared(said: string): string {
  return said
    .replace(/!important/iu, '')
    .replaceAll(';', '')
    .trim()
}

function colour(said: string | undefined): string | undefined {
  if (said === undefined) return undefined
  const read = color(said)
  // Transparent colours are blended with white, so that the contrast of text on them can be computed.
  return read ? onPaper(read.rgb()).formatHex() : undefined
}

function onPaper({ r, g, b, opacity }: RGBColor): RGBColor {
  // `transparent` has no parts at all.
  const [red, green, blue] = [r, g, b].map((part) =>
    part >= 0 ? Math.round(255 - (255 - part) * opacity) : 255,
  )
  return rgb(red ?? 255, green ?? 255, blue ?? 255).clamp()
}

/** The requested colour, or a dark or light one where it would be illegible on this background. */
function readable(asked: string, ground: string): string {
  // On a medium grey only pure black is legible.
  return [asked, INK, PAPER].find((candidate) => contrast(candidate, ground) >= READABLE) ?? '#000000'
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

function luminance(hex: string): number {
  const { r, g, b } = rgb(hex)
  const [red, green, blue] = [r, g, b].map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}
