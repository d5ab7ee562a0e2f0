import type { VNode } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Language } from '#bot'
import type { WireFile, WireForm, WireMessage, WirePlace } from '../wire.ts'
import type { Server } from './api.ts'
import { App } from './app.ts'
import { nameOf, type Page, PageContext, type Theme } from './context.ts'
import { Dialog } from './dialog.ts'
import type { Notes } from './drafts.ts'
import { FormDialog } from './form-dialog.ts'
import { html } from './html.ts'
import { IconButton } from './icons.ts'
import { textOf } from './select.ts'
import type { Store } from './store.ts'
import { LOCALE_TAG, type Words } from './words.ts'

export type RootProps = Readonly<{
  store: Store
  server: Server
  notes: Notes
  language: Language
  theme: Theme
  t: Words
  setLanguage: (language: Language) => void
  setTheme: (theme: Theme) => void
  switchTo: (person: string) => void
  retry: () => void
}>

type Dialogs = Readonly<{
  form?: Readonly<{ form: WireForm; place: WirePlace; source: string | undefined }>
  image?: Readonly<{ file: WireFile; alt: string }>
}>

/** Connects the store to the page, and shows the overlays: dialogs, problems, and announcements. */
export function Root(props: RootProps): VNode {
  const { store, server, notes, language, theme, t, setLanguage, setTheme, switchTo, retry } = props
  const [state, setState] = useState(store.get())
  const [dialogs, setDialogs] = useState<Dialogs>({})
  const [trouble, setTrouble] = useState('')
  const [spoken, setSpoken] = useState('')
  useEffect(() => {
    setState(store.get())
    return store.subscribe(() => setState(store.get()))
  }, [store])
  useNews(
    state.messages,
    (message) => {
      const name = message.author === null ? t('bot.name') : nameOf(state, message.author)
      setSpoken(t('message.spoken', { name, text: message.summary || textOf(message) }))
    },
    state.me,
  )

  const { people, channels, commands, me } = state
  const known = useMemo(
    () => ({ people, channels, commands, language }),
    [people, channels, commands, language],
  )
  if (me === undefined) return html`<${Waiting} t=${t} lost=${state.link === 'lost'} retry=${retry} />`
  const page: Page = {
    state,
    me,
    language,
    tag: LOCALE_TAG[language],
    theme,
    t,
    known,
    server,
    notes,
    dispatch: store.dispatch,
    setLanguage,
    setTheme,
    switchTo,
    retry,
    look: (view) => store.dispatch({ kind: 'view', view }),
    openForm: (form, place, source) => setDialogs({ form: { form, place, source } }),
    showImage: (file, alt) => setDialogs({ image: { file, alt } }),
    fail: setTrouble,
    announce: setSpoken,
  }
  const { form, image } = dialogs
  const close = () => setDialogs({})
  return html`<${PageContext.Provider} value=${page}>
    <${App} />
    ${form && html`<${FormDialog} key=${form.form.id} ...${form} onClose=${close} />`}
    ${
      image &&
      html`<${Dialog} title=${image.alt} class="image-dialog" onClose=${close}>
        <div class="image-large"><img src=${image.file.url} alt=${image.alt} /></div>
        <footer class="dialog-foot"><a class="button" href=${image.file.url} download=${image.file.name}>${t('file.download')}</a></footer>
      </${Dialog}>`
    }
    <div class="trouble" role="alert">
      ${trouble && html`<p>${trouble}</p><${IconButton} icon="close" label=${t('dialog.close')} onClick=${() => setTrouble('')} />`}
    </div>
    <p class="sr-only" role="status" aria-live="polite">${spoken}</p>
  </${PageContext.Provider}>`
}

function Waiting({ t, lost, retry }: Readonly<{ t: Words; lost: boolean; retry: () => void }>): VNode {
  return html`<main class="waiting" role="status"><p>${t(lost ? 'link.notYet' : 'link.connecting')}</p>
    ${lost && html`<button type="button" class="button" onClick=${retry}>${t('link.retry')}</button>`}</main>`
}

/** Announces new messages of others, but not those loaded from the past. */
function useNews(
  messages: ReadonlyMap<string, WireMessage>,
  tell: (message: WireMessage) => void,
  me: string | undefined,
): void {
  const before = useRef<ReadonlyMap<string, WireMessage> | undefined>(undefined)
  useEffect(() => {
    const known = before.current
    before.current = me === undefined ? undefined : messages
    if (!known) return
    const newest = Math.max(0, ...[...known.values()].map(({ at }) => at))
    const news = [...messages.values()].filter(
      (message) =>
        !known.has(message.id) && message.at >= newest && message.author !== me && !message.deleted,
    )
    const last = news.at(-1)
    if (last) tell(last)
  }, [messages])
}
