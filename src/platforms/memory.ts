/** Tells whether an id is new among the latest ones. @param size how many are remembered */
export function createMemory(size: number): (id: string) => boolean {
  const known = new Set<string>()
  return (id) => {
    if (known.has(id)) return false
    known.add(id)
    const [oldest] = known
    if (known.size > size && oldest !== undefined) known.delete(oldest)
    return true
  }
}
