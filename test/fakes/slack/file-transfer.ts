import type { IncomingMessage } from 'node:http'
import type { ReadBody } from './http-body.ts'
import type { Answer } from './web-api.ts'
import type { World } from './world.ts'

/** Takes the bytes of a file at the address that files.getUploadURLExternal gave out. */
export function receiveUpload(world: World, id: string, { files, raw }: ReadBody): Answer {
  const upload = world.uploads.get(id)
  if (!upload) return { status: 404, body: 'not found' }
  const data = files[0]?.data ?? raw
  if (data.byteLength !== upload.length)
    return { status: 400, body: `${upload.length} bytes were announced, not ${data.byteLength}` }
  upload.file.data = data
  upload.uploaded = true
  return { status: 200, body: `OK - ${data.byteLength}` }
}

/** Hands out a private file; whoever has no right to it is sent to a page to sign in. */
export function sendFile(world: World, request: IncomingMessage): Answer {
  const id = /^\/files-pri\/\w+-(\w+)\//.exec(request.url ?? '')?.[1] ?? ''
  const file = world.files.get(id)
  const isBot = request.headers.authorization === `Bearer ${world.settings.botToken}`
  const may = isBot && world.token === 'valid' && world.settings.scopes.includes('files:read')
  if (!may || !canSee(world, id))
    return { status: 302, body: '', headers: { location: `${world.origin}/login` } }
  if (!file || file.deleted) return { status: 404, body: 'not found' }
  world.used.scopes.add('files:read')
  return { status: 200, body: file.data, headers: { 'content-type': file.mimetype } }
}

function canSee(world: World, id: string): boolean {
  const file = world.files.get(id)
  if (!file || file.user === world.bot || file.handedIn) return true
  return file.shares.some(({ channel }) => channel.joined || channel.kind === 'public')
}
