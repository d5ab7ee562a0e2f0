import { PlatformError } from '#bot'

const DOWNLOAD_MS = 15_000

/** Answers of a service that is busy, besides its failures (5xx): the file may be had later. */
const BUSY: ReadonlySet<number> = new Set([408, 425, 429])

export type DownloadOptions = Readonly<{
  maxBytes: number
  /** Headers, and what to do about redirections. */
  request: Pick<RequestInit, 'headers' | 'redirect'>
  /** The meaning of another answer than the file. */
  refusal(status: number): 'gone' | 'forbidden'
}>

/**
 * Fetches a file from the address that a service gave for it.
 * @param file with its size as the service says it, to refuse a large one without a request
 * @throws PlatformError `invalid` when it is larger than `maxBytes`, `later` when it may be had later
 */
export async function download(
  { url, bytes: expected }: Readonly<{ url: string; bytes: number }>,
  { maxBytes, request, refusal }: DownloadOptions,
): Promise<Uint8Array> {
  const tooLarge = () => new PlatformError('invalid', `The file is larger than ${maxBytes} bytes.`)
  if (expected > maxBytes) throw tooLarge()
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(DOWNLOAD_MS) })
  const { status, body } = response
  if (!response.ok || !body) {
    await body?.cancel()
    const kind = status >= 500 || BUSY.has(status) ? 'later' : refusal(status)
    throw new PlatformError(kind, `The file's address answered ${status}.`)
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop early cancels the rest of the transfer.
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
