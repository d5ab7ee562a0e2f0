import type { WireFile } from '../wire.ts'

/** The unsent content of a composer. */
export type Draft = Readonly<{ text: string; files: readonly WireFile[] }>

export const NO_DRAFT: Draft = { text: '', files: [] }

/** The browser's storage; a full or forbidden one behaves like an empty one. */
export type Notes = Readonly<{
  read: (key: string) => string | null
  /** Null removes the entry. */
  write: (key: string, value: string | null) => void
}>

export function notesIn(open: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): Notes {
  return {
    read(key) {
      try {
        return open().getItem(`loopmate.${key}`)
      } catch {
        return null
      }
    },
    write(key, value) {
      try {
        if (value === null) open().removeItem(`loopmate.${key}`)
        else open().setItem(`loopmate.${key}`, value)
      } catch {
        // Private windows may refuse storage; the value then lasts as long as the page.
      }
    },
  }
}

/** Reads JSON from storage, which is untrusted. */
export function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

const draftKey = (me: string, place: string) => `draft.${me}.${place}`

export function loadDraft(notes: Notes, me: string, place: string): Draft {
  const held = parsed(notes.read(draftKey(me, place)))
  if (typeof held !== 'object' || held === null) return NO_DRAFT
  const { text, files } = held as Partial<Record<keyof Draft, unknown>>
  return {
    text: typeof text === 'string' ? text : '',
    files: Array.isArray(files) ? files.filter(isFile) : [],
  }
}

export function saveDraft(notes: Notes, me: string, place: string, draft: Draft): void {
  const empty = draft.text === '' && draft.files.length === 0
  notes.write(draftKey(me, place), empty ? null : JSON.stringify(draft))
}

function isFile(file: unknown): file is WireFile {
  if (typeof file !== 'object' || file === null) return false
  const { id, name, mediaType, bytes, url } = file as Partial<Record<keyof WireFile, unknown>>
  return [id, name, mediaType, url].every((each) => typeof each === 'string') && typeof bytes === 'number'
}
