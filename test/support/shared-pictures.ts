import { pino } from 'pino'
import type { DrawOutcome } from '../../src/pictures/job.ts'
import { createPictures, type Pictures } from '../../src/pictures/pictures.ts'

/** Per worker: the drawing process, which ends with the worker, and what it has drawn. */
let pictures: Pictures | undefined
const drawn = new Map<string, Promise<DrawOutcome>>()

/**
 * Pictures for bots in the test's own process. They share one drawing process, and a diagram is drawn once per worker:
 * starting a process per bot, and drawing the same designs in each test, took a quarter of the tests' CPU time.
 */
export function sharedPictures(): Pictures {
  pictures ??= createPictures({ log: pino({ level: 'silent' }) })
  const shared = pictures
  return {
    ...shared,
    async diagram(source) {
      const known = drawn.get(source)
      if (known) return known
      const outcome = shared.diagram(source)
      drawn.set(source, outcome)
      // A refusal such as a full queue is no property of the diagram.
      if (!('png' in (await outcome))) drawn.delete(source)
      return outcome
    },
    close: async () => undefined,
  }
}
