import type { FileRef, Form, FormDraft, FormValues } from '#bot'
import { faultOfFile } from '../file-fields.ts'
import { Refusal } from './refusal.ts'
import type { PlaygroundStorage } from './storage.ts'
import { fileOf } from './uploads.ts'
import type { WireFile } from './wire.ts'

type Files = Readonly<Record<string, WireFile>>

/** The uploads named by the values of file fields, by the fields' ids, without expired ones. */
export async function handedIn(
  storage: PlaygroundStorage,
  person: string,
  { form, values }: FormDraft,
): Promise<Files> {
  const fields = form.fields.filter(({ id, kind }) => kind === 'file' && values[id])
  if (fields.length === 0) return {}
  const uploaded = await storage.uploaded(
    fields.map(({ id }) => values[id] ?? ''),
    person,
  )
  const found = fields.flatMap(({ id }) => {
    const file = uploaded.find((each) => each.id === values[id])
    return file ? [[id, fileOf(file)] as const] : []
  })
  return Object.fromEntries(found)
}

/**
 * A submitted form's files, and its values without them.
 * @throws Refusal for a file that has expired, or that its field refuses
 */
export async function takeFiles(
  storage: PlaygroundStorage,
  person: string,
  { form, values }: FormDraft,
): Promise<Readonly<{ values: FormValues; files: Readonly<Record<string, FileRef>> }>> {
  const files = await handedIn(storage, person, { form, values })
  for (const field of form.fields) {
    if (field.kind !== 'file') continue
    if (values[field.id] && !files[field.id]) throw new Refusal(404, 'playground.server.fileGone')
    const fault = faultOfFile(field, files[field.id])
    if (fault) throw new Refusal(400, fault)
  }
  return { values: withoutFiles(form, values), files }
}

function withoutFiles({ fields }: Form, values: FormValues): FormValues {
  const files = new Set(fields.flatMap(({ id, kind }) => (kind === 'file' ? [id] : [])))
  return Object.fromEntries(Object.entries(values).filter(([id]) => !files.has(id)))
}
