import { pino } from 'pino'
import { afterEach } from 'vitest'
import { createPictures, type Pictures } from '../../src/pictures/pictures.ts'

const open: Pictures[] = []
afterEach(async () => {
  for (const pictures of open.splice(0)) await pictures.close()
})

/** Pictures that are closed after the test; without limits of time that a slow machine would meet. */
export function start(options: Omit<Parameters<typeof createPictures>[0], 'log'> = {}): Pictures {
  const pictures = createPictures({ log: pino({ level: 'silent' }), timeMs: 60_000, ...options })
  open.push(pictures)
  return pictures
}
