import type { IncomingMessage } from 'node:http'

/** A longer body cuts the connection. */
const MOST_DRAINED = 64 * 1024 * 1024

/**
 * Reads a request's body. The rest of a body that is too large is read and discarded, since browsers accept no
 * response before they have sent everything.
 * @returns undefined if it is larger than `limit` bytes
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MOST_DRAINED) request.destroy()
    if (length > limit) chunks.length = 0
    else chunks.push(chunk)
  }
  return length > limit ? undefined : new Uint8Array(Buffer.concat(chunks))
}
