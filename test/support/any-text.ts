import fc from 'fast-check'

const SURROGATES = { first: 0xd800, count: 0x800 }

/** Any character of Unicode. The library's own `binary` unit takes a second to build in each worker. */
const character = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES.count })
  .map((code) => String.fromCodePoint(code < SURROGATES.first ? code : code + SURROGATES.count))

/** Texts of any characters. */
export function anyText(constraints: Readonly<{ minLength?: number; maxLength?: number }> = {}) {
  return fc.string({ ...constraints, unit: character })
}
