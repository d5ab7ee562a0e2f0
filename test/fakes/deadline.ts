/** Short, so that a pause between two pieces hardly counts. */
const PIECE_MS = 10

/**
 * Calls when so much time has passed in which this process could work: a service's deadline is for the bot, and must not
 * strike because the machine held up the service itself. What has arrived by then is taken first.
 * @returns what calls it off
 */
export function afterWorkingFor(ms: number, call: () => void): () => void {
  let left = ms
  let timer: NodeJS.Timeout | undefined
  let off = false
  const next = () => {
    const piece = Math.min(left, PIECE_MS)
    left -= piece
    timer = setTimeout(left > 0 ? next : last, piece).unref()
  }
  const last = () => setImmediate(() => off || call())
  next()
  return () => {
    off = true
    clearTimeout(timer)
  }
}
