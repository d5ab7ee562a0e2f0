import { render } from 'preact'
import type { Language } from '#bot'
import { createServer } from './api.ts'
import type { Theme } from './context.ts'
import { type Notes, notesIn, parsed } from './drafts.ts'
import { html } from './html.ts'
import { stayConnected } from './live.ts'
import { Root } from './root.ts'
import { createStore, emptyState, type Marks, type Store } from './store.ts'
import { readView, writeView } from './view-address.ts'
import { type Catalogues, firstLanguage, LOCALE_TAG, wordsOf } from './words.ts'

const ROOT = new URL('/playground/', location.href)

/** The storage of this tab: the person, and unsent texts. */
const tab = notesIn(() => sessionStorage)
/** The storage of this browser: preferences, and the messages that were read. */
const browser = notesIn(() => localStorage)

async function loadWords(): Promise<Catalogues> {
  const response = await fetch(new URL('words.json', ROOT))
  if (!response.ok) throw new Error(`words.json: ${response.status}`)
  return (await response.json()) as Catalogues
}

function marksOf(notes: Notes, person: string): Marks {
  const held = parsed(notes.read(`read.${person}`))
  if (typeof held !== 'object' || held === null) return {}
  return Object.fromEntries(Object.entries(held).filter(([, at]) => typeof at === 'number'))
}

function themeOf(notes: Notes): Theme {
  const theme = notes.read('theme')
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

function start(catalogues: Catalogues): void {
  const app = document.querySelector('#app')
  if (!app) throw new Error('the page has no #app')
  let language: Language = firstLanguage(browser.read('language'), navigator.languages)
  let theme = themeOf(browser)
  let t = wordsOf(catalogues[language], language)
  let who = new URL(location.href).searchParams.get('as') ?? tab.read('as') ?? ''
  let store = createStore(emptyState(readView(location.hash), marksOf(browser, who)))

  const server = createServer(
    ROOT.pathname,
    () => ({ as: who, locale: language, t }),
    (...all) => fetch(...all),
  )
  const live = stayConnected({
    open() {
      const address = new URL('live', ROOT)
      address.protocol = ROOT.protocol === 'https:' ? 'wss:' : 'ws:'
      if (who !== '') address.searchParams.set('as', who)
      address.searchParams.set('locale', language)
      const { change, me } = store.get()
      if (me !== undefined) address.searchParams.set('since', String(change))
      return new WebSocket(address)
    },
    onMessage(message) {
      if (message.kind === 'hello' && message.as !== who) become(message.as)
      store.dispatch({ kind: 'heard', message, at: Date.now() })
    },
    onTrying: () => store.dispatch({ kind: 'link', link: 'connecting' }),
    onLost: (wait) => store.dispatch({ kind: 'link', link: 'lost', retryAt: Date.now() + wait }),
  })

  function become(person: string): void {
    who = person
    tab.write('as', person)
    const address = new URL(location.href)
    address.searchParams.set('as', person)
    history.replaceState(history.state, '', address)
    store.dispatch({ kind: 'marks', marks: marksOf(browser, person) })
  }

  function watch(next: Store): () => void {
    let { view, marks } = next.get()
    return next.subscribe(() => {
      const state = next.get()
      if (state.view !== view) writeView(state.view, view)
      if (state.marks !== marks && state.me !== undefined)
        browser.write(`read.${state.me}`, JSON.stringify(state.marks))
      ;({ view, marks } = state)
    })
  }
  let unwatch = watch(store)

  function switchTo(person: string): void {
    if (person === store.get().me) return
    unwatch()
    // A person plays a group by switching people in the same thread.
    store = createStore(emptyState(store.get().view, marksOf(browser, person)))
    unwatch = watch(store)
    become(person)
    draw()
    live.reopen()
  }

  function draw(): void {
    document.documentElement.lang = LOCALE_TAG[language]
    document.documentElement.dataset.theme = theme
    const props = {
      store,
      server,
      notes: tab,
      language,
      theme,
      t,
      switchTo,
      retry: live.retry,
      setLanguage(next: Language) {
        language = next
        browser.write('language', next)
        t = wordsOf(catalogues[next], next)
        draw()
        // The server uses the language with which the connection was opened.
        live.reopen()
      },
      setTheme(next: Theme) {
        theme = next
        browser.write('theme', next)
        draw()
      },
    }
    render(html`<${Root} key=${who} ...${props} />`, app as Element)
  }

  addEventListener('popstate', () => store.dispatch({ kind: 'view', view: readView(location.hash) }))
  addEventListener('online', live.retry)
  addEventListener('storage', ({ key }) => {
    const { me } = store.get()
    if (me !== undefined && key === `loopmate.read.${me}`)
      store.dispatch({ kind: 'marks', marks: marksOf(browser, me) })
  })
  draw()
}

start(await loadWords())
