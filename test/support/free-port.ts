import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below those that systems hand out to whoever asks for any: nobody gets it between two starts on it. */
const PORTS = [10_000, 32_000] as const

/** A port on which nothing listens, now and later. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...PORTS)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
