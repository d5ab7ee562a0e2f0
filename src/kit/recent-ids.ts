import { LRUCache } from 'lru-cache'

/** Tells whether an id is new among the latest ones. @param size how many are remembered */
export function createRecentIds(size: number): (id: string) => boolean {
  const known = new LRUCache<string, true>({ max: size })
  return (id) => {
    // Not `get`, which would make a repeated id outlive newer ones.
    if (known.has(id)) return false
    known.set(id, true)
    return true
  }
}
