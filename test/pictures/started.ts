import { pino } from 'pino'
import { afterAll, onTestFinished } from 'vitest'
import { createPictures, type Pictures } from '../../src/pictures/pictures.ts'

type Options = Omit<Parameters<typeof createPictures>[0], 'log'>

/** Without limits of time that a slow machine would meet. */
function create(options: Options): Pictures {
  return createPictures({ log: pino({ level: 'silent' }), timeMs: 60_000, ...options })
}

/** Pictures that are closed after the test. */
export function start(options: Options = {}): Pictures {
  const pictures = create(options)
  onTestFinished(pictures.close)
  return pictures
}

/** Pictures for all tests of a block, since a process takes a second of processor time to start. */
export function startForAll(options: Options = {}): Pictures {
  const pictures = create(options)
  afterAll(pictures.close)
  return pictures
}
