const DISCORD_EPOCH = 1_420_070_400_000
const LOW_BITS = 0b00101_00011_000000000001n

/** Makes ids as Discord does: the time in milliseconds above 22 bits, strictly increasing. */
export function createSnowflakes(): () => string {
  let last = 0n
  return () => {
    // The low bits make an id too long for a number, as real ones are.
    const now = (BigInt(Date.now() - DISCORD_EPOCH) << 22n) | LOW_BITS
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
