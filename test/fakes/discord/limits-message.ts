import { apiErrors, Problems } from './api-error.ts'
import type { Component } from './components.ts'
import { validateComponents } from './limits-components.ts'
import type { FakeMessage } from './message.ts'
import type { Json, UploadedFile } from './model.ts'
import type { MessageBody } from './posting.ts'
import { hasV2 } from './wire-message.ts'

const MAX_FILE_BYTES = 10 * 1024 * 1024

export type MessageCheck = Readonly<{
  files: readonly UploadedFile[]
  path?: readonly string[]
  existing?: FakeMessage
}>

/**
 * Checks a message as Discord does before it is created, or with `existing` edited.
 * @throws ApiError 50035 with the nested errors, 50006 when nothing is left to show, 40005 for a large file
 */
export function checkMessage(body: Json, { files, path = [], existing }: MessageCheck): MessageBody {
  const problems = new Problems()
  const flags = Number(body.flags ?? 0)
  const v2 = hasV2(flags) || (existing !== undefined && hasV2(existing.flags))
  if (files.some((file) => file.data.byteLength > MAX_FILE_BYTES)) throw apiErrors.tooLarge()
  if (files.length > 10)
    problems.add([...path, 'attachments'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.')
  problems.text([...path, 'content'], body.content, 0, 2000)
  checkEmbeds(problems, [...path, 'embeds'], body.embeds)
  checkNonce(problems, path, body)
  checkMentions(problems, [...path, 'allowed_mentions'], body.allowed_mentions)
  checkAttachments(problems, [...path, 'attachments'], body.attachments, files, existing)
  const names = attachmentNames(body, files, existing)
  validateComponents(problems, [...path, 'components'], body.components, { v2, names })
  if (v2) forbidLegacy(problems, path, body, existing)
  problems.raise()
  if (isEmpty(body, files, existing)) throw apiErrors.emptyMessage()
  return body as MessageBody
}

function checkEmbeds(problems: Problems, path: readonly (string | number)[], value: unknown): void {
  const length = (text: unknown) => (typeof text === 'string' ? [...text].length : 0)
  let total = 0
  problems.list(path, value, 0, 10).forEach((embed, i) => {
    const at = [...path, i]
    const footer = embed.footer as Json | undefined
    const author = embed.author as Json | undefined
    problems.text([...at, 'title'], embed.title, 0, 256)
    problems.text([...at, 'description'], embed.description, 0, 4096)
    problems.text([...at, 'footer', 'text'], footer?.text, 0, 2048)
    problems.text([...at, 'author', 'name'], author?.name, 0, 256)
    total += length(embed.title) + length(embed.description) + length(footer?.text) + length(author?.name)
    problems.list([...at, 'fields'], embed.fields, 0, 25).forEach((field, j) => {
      problems.text([...at, 'fields', j, 'name'], field.name, 1, 256)
      problems.text([...at, 'fields', j, 'value'], field.value, 1, 1024)
      total += length(field.name) + length(field.value)
    })
  })
  if (total > 6000) problems.add(path, 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')
}

function checkNonce(problems: Problems, path: readonly string[], body: Json): void {
  if (typeof body.nonce === 'string') problems.text([...path, 'nonce'], body.nonce, 0, 25)
  if (body.enforce_nonce && body.nonce === undefined) problems.required([...path, 'nonce'])
}

function checkMentions(problems: Problems, path: readonly string[], value: unknown): void {
  const allowed = value as Json | undefined | null
  for (const kind of ['users', 'roles'])
    if (
      (allowed?.parse as string[] | undefined)?.includes(kind) &&
      (allowed?.[kind] as string[] | undefined)?.length
    )
      problems.add(
        path,
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      )
}

function checkAttachments(
  problems: Problems,
  path: readonly string[],
  value: unknown,
  files: readonly UploadedFile[],
  existing: FakeMessage | undefined,
): void {
  problems.list(path, value, 0, 10).forEach((entry, i) => {
    problems.text([...path, i, 'description'], entry.description, 0, 1024)
    const id = String(entry.id)
    const known =
      files.some((f) => f.field === `files[${id}]`) || existing?.attachments.some((a) => a.id === id)
    if (!known)
      problems.add([...path, i, 'id'], 'ATTACHMENT_NOT_FOUND', 'The specified attachment does not exist')
  })
}

/** The names by which components and embeds may refer to the message's files, new ones and those it keeps. */
function attachmentNames(
  body: Json,
  files: readonly UploadedFile[],
  existing: FakeMessage | undefined,
): Set<string> {
  const entries = body.attachments as Json[] | undefined | null
  const kept = existing?.attachments.filter(
    (a) => !entries || entries.some((entry) => String(entry.id) === a.id),
  )
  const named = files.map(
    (file) => entries?.find((entry) => file.field === `files[${String(entry.id)}]`)?.filename,
  )
  return new Set([
    ...files.map((file, i) => String(named[i] ?? file.name)),
    ...(body.attachments === null ? [] : (kept ?? [])).map((file) => file.filename),
  ])
}

function forbidLegacy(
  problems: Problems,
  path: readonly string[],
  body: Json,
  existing: FakeMessage | undefined,
): void {
  const message = 'The message cannot use the legacy fields with components V2'
  const left = (key: 'content' | 'embeds') => (body[key] === undefined ? existing?.[key].length : undefined)
  for (const key of ['content', 'embeds'] as const) {
    const given = body[key] as { length: number } | undefined | null
    if (given?.length || left(key))
      problems.add([...path, key], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message)
  }
  for (const key of ['poll', 'sticker_ids'])
    if (body[key])
      problems.add([...path, key], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message)
}

function isEmpty(body: Json, files: readonly UploadedFile[], existing: FakeMessage | undefined): boolean {
  const size = (key: 'content' | 'embeds' | 'components' | 'attachments') => {
    const given = body[key]
    if (given === undefined) return existing?.[key].length ?? 0
    if (typeof given === 'string') return given.trim().length
    return (given as Component[] | null)?.length ?? 0
  }
  return (
    files.length === 0 && !size('content') && !size('embeds') && !size('components') && !size('attachments')
  )
}
