/** One thing that is wrong in a content file; `line` counts from 1. */
export type Mistake = Readonly<{ file: string; line: number; text: string }>

/** What was read, and what is wrong with it. `value` is absent when a mistake left nothing to use. */
export type Checked<T> = Readonly<{ value?: T; mistakes: readonly Mistake[] }>

/** Lists every mistake found, one a line: `content/problems/x/en.md:17: facts: at least 12 expected, 9 found`. */
export class ContentError extends Error {
  readonly mistakes: readonly Mistake[]

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(({ file, line, text }) => `${file}:${line}: ${text}`).join('\n'))
    this.name = 'ContentError'
    this.mistakes = mistakes
  }
}
