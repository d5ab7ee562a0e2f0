/** A text's numbers in order of size, as either language writes them: 200 million is 2 亿, .95 is 0.95. */
export function numbers(text: string): readonly number[] {
  const scale: Readonly<Record<string, number>> = {
    million: 1e6,
    M: 1e6,
    billion: 1e9,
    B: 1e9,
    万: 1e4,
    亿: 1e8,
  }
  return [...text.matchAll(/(\d[\d,]*(?:\.\d+)?|(?<!\.)\.\d+)\s*(million|billion|[MB]\b|万|亿)?/gu)]
    .map(([, digits = '', unit = '']) => Number(digits.replaceAll(',', '')) * (scale[unit] ?? 1))
    .map((value) => Number(value.toPrecision(12)))
    .sort((a, b) => a - b)
}
