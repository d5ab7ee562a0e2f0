type Read = (text: string) => unknown

/** A function that reads what members write. */
export type Reader = Readonly<{
  /** Its file and name, as in `src/bot/tokens.ts splitTokens`. */
  name: string
  read: Read
  /** Beginnings that make it enter its paths. */
  prefixes: readonly string[]
}>

/** The readers of a file, by the names of its functions. A list gives the beginnings after the function. */
export function readersOf(
  file: string,
  functions: Readonly<Record<string, Read | readonly [Read, ...string[]]>>,
): readonly Reader[] {
  return Object.entries(functions).map(([name, given]) => {
    const [read, ...prefixes] = typeof given === 'function' ? [given] : given
    return { name: `${file} ${name}`, read, prefixes: ['', ...prefixes] }
  })
}
