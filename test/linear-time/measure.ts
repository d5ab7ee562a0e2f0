/** The milliseconds that a reading takes. */
export function time(read: (text: string) => unknown, text: string): number {
  const began = performance.now()
  try {
    read(text)
  } catch (error) {
    // A refusal is an outcome, too; a mistake of the table is none.
    if (error instanceof TypeError || error instanceof ReferenceError) throw error
  }
  return performance.now() - began
}

/** The least of several times: what else the machine does only adds to it. */
export function least(times: number, read: (text: string) => unknown, text: string): number {
  return Math.min(...Array.from({ length: times }, () => time(read, text)))
}
