import type { IncomingMessage } from 'node:http'
import type { Json, UploadedFile } from './model.ts'

export type ReadBody = Readonly<{ body: Json; files: readonly UploadedFile[]; raw: Uint8Array }>

/** Reads what the clients send: urlencoded, JSON, or a form with files. Anything else is raw. */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks)
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/form-data')) return { ...(await readForm(raw, type)), raw }
  if (type.startsWith('application/json')) return { body: parse(raw.toString('utf8')), files: [], raw }
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { body: Object.fromEntries(new URLSearchParams(raw.toString('utf8'))), files: [], raw }
  return { body: {}, files: [], raw }
}

async function readForm(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
): Promise<{ body: Json; files: readonly UploadedFile[] }> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
  const files: UploadedFile[] = []
  const body: Json = {}
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      body[field] = value
      continue
    }
    const data = new Uint8Array(await value.arrayBuffer())
    files.push({ field, name: value.name, mediaType: value.type, data })
  }
  return { body, files }
}

function parse(text: string): Json {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
  } catch {
    return {}
  }
}
