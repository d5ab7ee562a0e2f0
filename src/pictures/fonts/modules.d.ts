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
  type List<T> = Readonly<{ toArray(): readonly T[] }>
  type Coverage =
    | Readonly<{ version: 1; glyphs: readonly number[] }>
    | Readonly<{ version: 2; rangeRecords: readonly Readonly<{ start: number; end: number }>[] }>
  /** Only substitutions of ligatures have ligature sets. */
  type Substitution = Readonly<{
    coverage?: Coverage
    ligatureSets?: List<readonly Readonly<{ components: readonly number[]; glyph: number }>[]>
  }>
  export type Font = Readonly<{
    unitsPerEm: number
    characterSet: readonly number[]
    glyphForCodePoint(codePoint: number): Readonly<{ id: number; advanceWidth: number }>
    GSUB: Readonly<{ lookupList: List<Readonly<{ subTables: readonly Substitution[] }>> }>
  }>
  export function create(font: Buffer): Font
}
