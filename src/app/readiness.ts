import type { PlatformName } from '#bot'
import type { Connections } from './connections.ts'

export type Readiness = Readonly<{
  /** To be told whenever a connection is up, or is being renewed. */
  onConnection(platform: PlatformName, up: boolean): void
  /** The reasons why the bot can't work now; empty if it can. */
  problems(): Promise<readonly string[]>
}>

/** Connections are renewed now and then, which is a problem only after this time. */
const RENEWAL_MS = 60_000

/**
 * Whether this replica can work, for `/readyz`.
 * @param ping rejects if the database does not answer
 */
export function createReadiness(ping: () => Promise<void>, connections: Pick<Connections, 'in'>): Readiness {
  /** When each connection that is being renewed was lost, in real time. */
  const lostAt = new Map<PlatformName, number>()

  async function database(): Promise<readonly string[]> {
    try {
      await ping()
      return []
    } catch {
      return ['the database does not answer']
    }
  }

  return {
    onConnection(platform, up) {
      if (up) lostAt.delete(platform)
      else if (!lostAt.has(platform)) lostAt.set(platform, Date.now())
    },
    async problems() {
      const now = Date.now()
      const connected = new Set(connections.in('connected'))
      const lost = [...lostAt].filter(([name, since]) => connected.has(name) && now - since > RENEWAL_MS)
      return [
        ...(await database()),
        ...connections.in('connecting').map((name) => `${name} is not connected`),
        ...lost.map(([name]) => `${name} has lost its connection`),
      ]
    },
  }
}
