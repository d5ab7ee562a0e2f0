import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { Language } from '#bot'
import type { WireFile, WireForm, WirePlace } from '../wire.ts'
import type { Server } from './api.ts'
import type { Known } from './command-line.ts'
import type { Notes } from './drafts.ts'
import type { Event, State } from './store.ts'
import { botNow } from './time.ts'
import type { Words } from './words.ts'

export type Theme = 'system' | 'light' | 'dark'

/** What every part of the page may ask for. */
export type Page = Readonly<{
  state: State
  /** Whose page this is. */
  me: string
  language: Language
  /** The language as Intl wants it. */
  tag: string
  theme: Theme
  t: Words
  known: Known
  server: Server
  /** Lasts as long as the browser's tab. */
  notes: Notes
  dispatch: (event: Event) => void
  setLanguage: (language: Language) => void
  setTheme: (theme: Theme) => void
  switchTo: (person: string) => void
  retry: () => void
  look: (view: Partial<State['view']>) => void
  openForm: (form: WireForm, place: WirePlace) => void
  showImage: (file: WireFile, alt: string) => void
  /** Something did not work: one sentence, shown and read aloud. */
  fail: (say: string) => void
  /** Read aloud to those who can't see it. */
  announce: (say: string) => void
}>

export const PageContext = createContext<Page | undefined>(undefined)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('outside of the page')
  return page
}

const TICK_MS = 250

/** Something that depends on bot time, drawn again when it reads differently. */
export function useBotTime(read: (now: number) => string): string {
  const { state } = usePage()
  const { clock, offset } = state
  const [, redraw] = useState('')
  const current = () => (clock ? read(botNow(clock, offset, Date.now())) : '')
  useEffect(() => {
    const timer = setInterval(() => redraw(current()), TICK_MS)
    return () => clearInterval(timer)
  })
  return current()
}

/** A person's name; the id of somebody who is not here. */
export function nameOf(state: State, person: string): string {
  return state.people.find(({ id }) => id === person)?.name ?? person
}
