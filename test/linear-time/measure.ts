import { processorTime } from '../support/processor-time.ts'

/** The milliseconds of processor time that a reading takes: what else the machine does hardly counts. */
export function time(read: (text: string) => unknown, text: string): number {
  const began = processorTime()
  try {
    read(text)
  } catch (error) {
    // A refusal is an outcome, too; a mistake of the table is none.
    if (error instanceof TypeError || error instanceof ReferenceError) throw error
  }
  return processorTime() - began
}

/** The least of several times: collecting garbage and compiling only add to it. */
export function least(times: number, read: (text: string) => unknown, text: string): number {
  return Math.min(...Array.from({ length: times }, () => time(read, text)))
}
