import { useState } from 'preact/hooks'
import type { WireFile, WirePlace } from '../wire.ts'
import { usePage } from './context.ts'
import { loadDraft } from './drafts.ts'
import { sizeOf } from './files.ts'
import { placeKey } from './store.ts'

/** The files for the next message, uploaded as soon as they are chosen. */
export type Uploads = Readonly<{
  files: readonly WireFile[]
  /** The names of files that are being uploaded. */
  underWay: readonly string[]
  problem: string
  add: (files: readonly File[]) => void
  remove: (id: string) => void
  clear: () => void
}>

export function useUploads(place: WirePlace): Uploads {
  const { server, state, me, notes, t } = usePage()
  const [files, setFiles] = useState(() => loadDraft(notes, me, placeKey(place)).files)
  const [underWay, setUnderWay] = useState<readonly string[]>([])
  const [problem, setProblem] = useState('')

  const send = async (file: File) => {
    if (file.size > state.maxFileBytes)
      return setProblem(t('file.tooLarge', { name: file.name, max: sizeOf(state.maxFileBytes, t) }))
    setUnderWay((before) => [...before, file.name])
    const result = await server.upload(file)
    setUnderWay((before) => before.toSpliced(before.indexOf(file.name), 1))
    if (result.ok) setFiles((before) => [...before, result.value])
    else setProblem(result.say)
  }
  return {
    files,
    underWay,
    problem,
    add(chosen) {
      setProblem('')
      for (const file of chosen) void send(file)
    },
    remove: (id) => setFiles((before) => before.filter((file) => file.id !== id)),
    clear: () => setFiles([]),
  }
}
