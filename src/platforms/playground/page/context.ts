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

/** The context of all parts of the page. */
export type Page = Readonly<{
  state: State
  /** The person of this page. */
  me: string
  language: Language
  /** The locale for Intl. */
  tag: string
  theme: Theme
  t: Words
  known: Known
  server: Server
  /** Storage that lasts as long as the tab. */
  notes: Notes
  dispatch: (event: Event) => void
  setLanguage: (language: Language) => void
  setTheme: (theme: Theme) => void
  switchTo: (person: string) => void
  retry: () => void
  look: (view: Partial<State['view']>) => void
  /** @param source the message with the button that opens it */
  openForm: (form: WireForm, place: WirePlace, source?: string) => void
  showImage: (file: WireFile, alt: string) => void
  /** Reports a problem: one sentence, shown and read aloud. */
  fail: (say: string) => void
  /** Reads a sentence aloud by a screen reader. */
  announce: (say: string) => void
}>

export const PageContext = createContext<Page | undefined>(undefined)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('outside of the page')
  return page
}

const TICK_MS = 250

/** A text that depends on bot time, redrawn when it changes. */
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

/** A person's name; the id of an unknown person. */
export function nameOf(state: State, person: string): string {
  return state.people.find(({ id }) => id === person)?.name ?? person
}
