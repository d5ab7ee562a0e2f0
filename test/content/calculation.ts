/**
 * Calculations in a worked design are inline code with `=` (exact) or `≈` (right to the digits shown):
 * `850 / (850 + 999) ≈ 46%`. Numbers may carry `$`, thousands commas and a unit; `ms` and a missing unit
 * count alike, M and B are million and billion, KB to TB are powers of a thousand bytes.
 */
export type Calculation = Readonly<{ text: string; holds: boolean; value: number; stated: number }>

const UNITS: Readonly<Record<string, number>> = {
  '%': 0.01,
  ms: 1,
  M: 1e6,
  B: 1e9,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
}

const NUMBER = /^\$?(\d[\d,]*(?:\.\d+)?)\s*(%|(?:ms|[KMGT]B|[MB])(?![a-zA-Z]))?/u

type Quantity = Readonly<{ value: number; lastDigit: number }>

/** All calculations of a Markdown text, recomputed. */
export function calculations(markdown: string): readonly Calculation[] {
  return [...markdown.matchAll(/`([^`\n]*[=≈][^`\n]*)`/gu)].map(([, text = '']) => {
    const [left = '', right = ''] = text.split(/[=≈]/u)
    const value = evaluate(left)
    const stated = quantity(right.trim())
    const tolerance = text.includes('≈') ? 0.5 * stated.lastDigit : 0
    const rounding = 1e-9 * Math.abs(value)
    return {
      text,
      value,
      stated: stated.value,
      holds: Math.abs(value - stated.value) <= tolerance + rounding,
    }
  })
}

/** Sums, products, powers and brackets; multiplication and division from left to right. */
export function evaluate(expression: string): number {
  let rest = expression.trim()
  const take = (pattern: RegExp) => {
    const [found] = pattern.exec(rest) ?? []
    if (found === undefined) return undefined
    rest = rest.slice(found.length).trimStart()
    return found
  }
  const atom = (): number => {
    if (take(/^\(/u)) {
      const inner = sum()
      if (!take(/^\)/u)) throw new SyntaxError(`“)” expected at “${rest}” in ${expression}`)
      return inner
    }
    const found = take(NUMBER)
    if (found === undefined) throw new SyntaxError(`a number expected at “${rest}” in ${expression}`)
    return quantity(found).value
  }
  const power = (): number => {
    const base = atom()
    return take(/^\^/u) ? base ** atom() : base
  }
  const product = (): number => {
    let value = power()
    for (let sign = take(/^[×/]/u); sign; sign = take(/^[×/]/u)) {
      const next = power()
      value = sign === '×' ? value * next : value / next
    }
    return value
  }
  const sum = (): number => {
    let value = product()
    for (let sign = take(/^[+−]/u); sign; sign = take(/^[+−]/u)) {
      const next = product()
      value = sign === '+' ? value + next : value - next
    }
    return value
  }
  const value = sum()
  if (rest !== '') throw new SyntaxError(`nothing more expected at “${rest}” in ${expression}`)
  return value
}

/** `lastDigit`: what one step of the last digit shown is worth; zeros that end a whole number show nothing. */
function quantity(text: string): Quantity {
  const [whole, digits, unit] = NUMBER.exec(text) ?? []
  if (digits === undefined || whole?.trim() !== text.trim())
    throw new SyntaxError(`a number expected: ${text}`)
  const plain = digits.replaceAll(',', '')
  const factor = UNITS[unit ?? ''] ?? 1
  const decimals = plain.split('.')[1]?.length ?? 0
  const zeros = decimals > 0 ? 0 : (/0*$/u.exec(plain)?.[0].length ?? 0)
  return { value: Number(plain) * factor, lastDigit: 10 ** (zeros - decimals) * factor }
}
