import type { VNode } from 'preact'
import { Fragment } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { WireMessage, WirePlace } from '../wire.ts'
import { usePage } from './context.ts'
import { html } from './html.ts'
import { Icon } from './icons.ts'
import { MessageItem } from './message.ts'
import { continues, readUpTo } from './select.ts'
import { placeKey, type State } from './store.ts'
import { formatTime } from './time.ts'

type ListProps = Readonly<{
  place: WirePlace
  label: string
  messages: readonly WireMessage[]
  /** Whether the list is visible, not behind another panel. */
  shown: boolean
  editing: string | null
  onEdit: (id: string | null) => void
  empty: VNode
}>

/** A distance from the end that counts as at the end, in pixels. */
const NEAR = 48

export function MessageList({ place, label, messages, shown, editing, onEdit, empty }: ListProps): VNode {
  const { state, me, tag, t, dispatch } = usePage()
  const past = usePast(place, messages)
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const top = useRef(0)
  const [below, setBelow] = useState(false)
  const [firstUnread] = useState(() => {
    const upTo = readUpTo(state.marks, place)
    return messages.find(({ at, author }) => at > upTo && author !== me)?.id
  })
  const latest = messages.at(-1)

  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }
  const read = () => {
    if (
      latest &&
      shown &&
      atEnd.current &&
      document.visibilityState === 'visible' &&
      latest.at > readUpTo(state.marks, place)
    )
      dispatch({ kind: 'read', place, at: latest.at })
  }
  useLayoutEffect(() => {
    // A private message of the bot is always the answer to a request just made.
    if (latest && (latest.author === me || latest.onlyFor === me)) atEnd.current = true
    if (atEnd.current) toEnd()
    else setBelow(true)
  }, [latest?.id])
  useEffect(() => {
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [latest?.id, latest?.at, shown, state.marks])
  useEffect(() => {
    // Loading pictures and growing cards must not push the end out of sight.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) toEnd()
    })
    for (const each of [box.current, content.current]) if (each) observer.observe(each)
    return () => observer.disconnect()
  }, [])
  useKeptPosition(box, atEnd, messages[0]?.id)
  useWanted(place, messages, past, (element) => {
    atEnd.current = false
    element.scrollIntoView({ block: 'center' })
    element.focus({ preventScroll: true })
  })

  const onScroll = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = box.current ?? {}
    // A hidden panel has no height, so it can't scroll.
    if (clientHeight === 0) return
    const near = scrollHeight - scrollTop - clientHeight < NEAR
    // After an automatic scroll, the list stays at the end even if a loaded picture has moved it.
    const upwards = scrollTop < top.current
    top.current = scrollTop
    if (near || upwards) atEnd.current = near
    if (!near) return
    setBelow(false)
    read()
  }

  return html`<div class="messages-frame">
    <div ref=${box} class="messages" role="region" aria-label=${label} tabindex="0" onScroll=${onScroll}>
      <div ref=${content} class="messages-content">
        ${past.more && html`<button type="button" class="button earlier" data-busy=${past.busy} onClick=${past.load}>${t('list.earlier')}</button>`}
        ${past.problem && html`<p class="problem" role="alert">${past.problem} <button type="button" class="link-button" onClick=${past.load}>${t('list.again')}</button></p>`}
        ${messages.length === 0 && past.loaded && empty}
        <ol class="message-list">
          ${messages.map((message, index) => {
            const before = messages[index - 1]
            const day = formatTime(message.at, 'day', tag)
            const newDay = !before || formatTime(before.at, 'day', tag) !== day
            const fresh = message.id === firstUnread
            return html`<${Fragment} key=${message.id}>
              ${newDay && html`<li class="rule"><span>${day}</span></li>`}
              ${fresh && html`<li class="rule rule-new"><span>${t('list.fresh')}</span></li>`}
              <${MessageItem} message=${message} continued=${!newDay && !fresh && continues(before, message)}
                editing=${editing === message.id} onEdit=${onEdit} />
            </${Fragment}>`
          })}
        </ol>
      </div>
    </div>
    ${
      below &&
      html`<button type="button" class="button to-end" onClick=${() => {
        atEnd.current = true
        toEnd()
        setBelow(false)
      }}><${Icon} name="down" />${t('list.below')}</button>`
    }
  </div>`
}

/** Scrolls once to the message for which the place was opened; earlier ones are loaded until it is there. */
function useWanted(
  place: WirePlace,
  messages: readonly WireMessage[],
  past: ReturnType<typeof usePast>,
  show: (element: HTMLElement) => void,
): void {
  const { view } = usePage().state
  const wanted = view.channel === place.channel && view.thread === place.thread ? view.message : null
  /** A new object for each visit, even to the same message. */
  const shown = useRef<State['view'] | undefined>(undefined)
  const there = wanted !== null && messages.some(({ id }) => id === wanted)
  useEffect(() => {
    if (wanted === null || shown.current === view) return
    if (!there) {
      if (past.loaded && past.more && !past.busy && past.problem === '') void past.load()
      return
    }
    const element = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(wanted)}"]`)
    if (!element) return
    shown.current = view
    show(element)
  })
}

/** Keeps the scroll position when earlier messages are inserted above. */
function useKeptPosition(
  box: Readonly<{ current: HTMLDivElement | null }>,
  atEnd: Readonly<{ current: boolean }>,
  firstId: string | undefined,
): void {
  const height = useRef(0)
  const first = useRef(firstId)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    if (first.current !== undefined && first.current !== firstId && !atEnd.current)
      element.scrollTop += element.scrollHeight - height.current
    first.current = firstId
    height.current = element.scrollHeight
  })
}

/** Loads a place's earlier messages: the first page at once, then page by page. */
function usePast(place: WirePlace, messages: readonly WireMessage[]) {
  const { state, server, dispatch } = usePage()
  const past = state.past[placeKey(place)]
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const load = async () => {
    if (busy) return
    setBusy(true)
    const before = messages[0]?.id ?? null
    const result = await server.call('history', {
      ...place,
      before: place.thread !== null && !past ? null : before,
    })
    setBusy(false)
    setProblem(result.ok ? '' : result.say)
    if (result.ok) dispatch({ kind: 'history', place, ...result.value })
  }
  const missing = past?.loaded !== true && state.link === 'open'
  useEffect(() => {
    if (missing) void load()
  }, [missing])
  return { loaded: past?.loaded === true, more: past?.more === true, busy, problem, load }
}
