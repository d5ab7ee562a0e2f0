const DISCORD_EPOCH = 1_420_070_400_000

/** Makes ids as Discord does: the time in milliseconds above 22 bits, strictly increasing. */
export function createSnowflakes(): () => string {
  let last = 0n
  return () => {
    const now = BigInt(Date.now() - DISCORD_EPOCH) << 22n
    last = now > last ? now : last + 1n
    return last.toString()
  }
}

/** The moment an id was made, in milliseconds since the epoch. */
export function timestampOf(id: string): number {
  return Number(BigInt(id) >> 22n) + DISCORD_EPOCH
}

export function isSnowflake(value: unknown): value is string {
  return typeof value === 'string' && /^\d{15,21}$/.test(value)
}
