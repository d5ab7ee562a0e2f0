import type { IncomingMessage } from 'node:http'

/** Beyond this a sender is not waited for: the connection is cut. */
const MOST_DRAINED = 64 * 1024 * 1024

/**
 * Reads a request's body. Of one that is too large the rest is read and thrown away, since a browser
 * takes no answer before it has sent everything.
 * @returns undefined when it is larger than `limit` bytes
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
