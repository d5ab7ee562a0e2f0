import type { Sentence, TextArguments, TextKey, Translate } from '#bot'

type CodeOf<Key> = Key extends `mistake.part.${string}`
  ? never
  : Key extends `mistake.${infer Code}`
    ? Code
    : never

/** Each code has its sentence in the catalogues, under `mistake`. */
export type MistakeCode = CodeOf<TextKey>

/** One thing that is wrong, without its place. */
export type Flaw = Readonly<{ code: MistakeCode; params: Sentence['params'] }>

/** One thing that is wrong in a content file. */
export type Mistake = Flaw &
  Readonly<{
    file: string
    /** Counts from 1. */
    line: number
    /** The thing's place in the data, such as `facts[3].topic`, or `body`. */
    path?: string
  }>

/** The result of reading, with its mistakes. `value` is absent if a mistake left nothing usable. */
export type Checked<T> = Readonly<{ value?: T; mistakes: readonly Mistake[] }>

export function flaw<Code extends MistakeCode>(
  code: Code,
  ...[params]: TextArguments<`mistake.${Code}`>
): Flaw {
  return { code, params: { ...params } }
}

/** A mistake in the reader's language. */
export function describeMistake(
  t: Translate,
  { code, params, path }: Omit<Mistake, 'file' | 'line'>,
): string {
  const text = t({ key: `mistake.${code}`, params })
  return path === undefined ? text : `${path}: ${text}`
}

/** A mistake with its place: `content/problems/x/en.md:17: facts: at least 12 expected, 9 found`. */
export function locateMistake(t: Translate, mistake: Mistake): string {
  return `${mistake.file}:${mistake.line}: ${describeMistake(t, mistake)}`
}

export class ContentError extends Error {
  readonly mistakes: readonly Mistake[]

  constructor(mistakes: readonly Mistake[]) {
    const places = mistakes.map(({ file, line, path, code }) =>
      [`${file}:${line}`, path, code].filter(Boolean).join(': '),
    )
    super(places.join('\n'))
    this.name = 'ContentError'
    this.mistakes = mistakes
  }
}
