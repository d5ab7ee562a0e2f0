import type { IncomingMessage } from 'node:http'
import { apiErrors } from './api-error.ts'
import type { UploadedFile } from './model.ts'

export type ReadBody = Readonly<{ body: unknown; multipart: boolean; files: readonly UploadedFile[] }>

/** @throws ApiError 50109 for what is no JSON */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const type = request.headers['content-type'] ?? ''
  if (bytes.byteLength === 0) return { body: undefined, multipart: false, files: [] }
  if (type.startsWith('multipart/form-data')) return readForm(bytes, type)
  return { body: parse(bytes.toString('utf8')), multipart: false, files: [] }
}

async function readForm(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<ReadBody> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
  const files: UploadedFile[] = []
  for (const [field, value] of form) {
    if (typeof value === 'string') continue
    const data = new Uint8Array(await value.arrayBuffer())
    files.push({ field, name: value.name, mediaType: value.type || 'application/octet-stream', data })
  }
  const payload = form.get('payload_json')
  return { body: typeof payload === 'string' ? parse(payload) : {}, multipart: true, files }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw apiErrors.invalidJson()
  }
}
