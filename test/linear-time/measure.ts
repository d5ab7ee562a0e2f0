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

/**
 * The mean milliseconds of processor time that readings of two texts take, in turns: what else the machine does slows
 * both alike, and waiting for a core does not count. Each is repeated, since Linux may count in steps of 4 ms.
 */
export function processorTimes(
  read: (text: string) => unknown,
  texts: readonly [string, string],
  rounds: number,
): [number, number] {
  const sums: [number, number] = [0, 0]
  const repeats = 4
  for (let round = 0; round < rounds; round++)
    for (const [index, text] of texts.entries()) {
      const before = process.threadCpuUsage()
      for (let again = 0; again < repeats; again++) time(read, text)
      const { user, system } = process.threadCpuUsage(before)
      sums[index === 0 ? 0 : 1] += (user + system) / 1000 / repeats
    }
  return [sums[0] / rounds, sums[1] / rounds]
}
