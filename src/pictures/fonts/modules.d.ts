// Neither package has types; these cover what build.ts uses.
declare module 'subset-font' {
  function subsetFont(
    font: Buffer,
    text: string,
    options: Readonly<{
      targetFormat: 'sfnt'
      keepFeatures: readonly string[]
      noHinting: boolean
      dropTables: readonly string[]
    }>,
  ): Promise<Buffer>
  export = subsetFont
}

declare module 'fontkit' {
  export type Font = Readonly<{
    unitsPerEm: number
    characterSet: readonly number[]
    glyphForCodePoint(codePoint: number): Readonly<{ advanceWidth: number }>
  }>
  export function create(font: Buffer): Font
}
