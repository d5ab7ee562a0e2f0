import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { createPictures, type Pictures } from '../../src/pictures/pictures.ts'

/** Pictures that are closed after the test; without limits of time that a slow machine would meet. */
export function start(options: Omit<Parameters<typeof createPictures>[0], 'log'> = {}): Pictures {
  const pictures = createPictures({ log: pino({ level: 'silent' }), timeMs: 60_000, ...options })
  onTestFinished(pictures.close)
  return pictures
}
