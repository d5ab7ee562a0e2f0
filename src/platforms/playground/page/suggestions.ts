import type { VNode } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { WirePlace } from '../wire.ts'
import { type Completion, complete, type Item, narrowed, withChoices } from './complete.ts'
import { usePage } from './context.ts'
import { html } from './html.ts'

const PAUSE_MS = 120

type Remote = NonNullable<Completion['remote']>

export type SuggestionState = Readonly<{
  completion: Completion | undefined
  /** The item that Enter picks; -1 for none. */
  active: number
  pick: (item: Item) => void
  setActive: (index: number) => void
  /** Updates the suggestions for the text up to the caret. */
  look: (head: string) => void
  close: () => void
  /** @returns whether the list handled the key */
  onKeyDown: (event: KeyboardEvent) => boolean
  /** The ARIA attributes of the list's field. */
  aria: (listId: string) => Readonly<Record<string, unknown>>
}>

/** Suggestions by the ARIA pattern of a combobox with a list. */
export function useSuggestions(
  place: WirePlace,
  onPick: (insert: string, start: number) => void,
): SuggestionState {
  const { known, server, announce, t } = usePage()
  const [completion, setCompletion] = useState<Completion | undefined>(undefined)
  const [active, setActive] = useState(-1)
  const asked = useRef('')
  const remote = completion?.remote
  const question = remote && JSON.stringify(remote)
  const items = completion?.items ?? []

  const show = (next: Completion | undefined) => {
    setCompletion(next)
    setActive(next?.eager && next.items.length > 0 ? 0 : -1)
  }
  const ask = async ({ command: name, subcommand, option, typed }: Remote, mine: string) => {
    const result = await server.call('suggest', {
      ...place,
      name,
      ...(subcommand !== undefined && { subcommand }),
      option,
      typed,
    })
    // This is the answer to an outdated request.
    if (asked.current !== mine || !result.ok || !completion) return
    show(withChoices(completion, result.value.choices))
  }
  useEffect(() => {
    asked.current = question ?? ''
    if (!remote || question === undefined) return
    const timer = setTimeout(() => void ask(remote, question), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [question])
  useEffect(() => {
    if (items.length > 0) announce(t('composer.offered', { count: items.length }))
  }, [items.length, completion?.about?.name])

  const close = () => show(undefined)
  const pick = (item: Item) => completion && onPick(item.insert, completion.start)
  const move = (step: number) =>
    setActive(active < 0 && step < 0 ? items.length - 1 : (active + step + items.length) % items.length)

  return {
    completion,
    active,
    pick,
    setActive,
    close,
    look(head) {
      const next = complete(head, known)
      show(next && completion ? narrowed(next, completion) : next)
    },
    onKeyDown(event) {
      const item = items[active]
      const first = items[0]
      switch (event.key) {
        case 'ArrowDown':
        case 'ArrowUp':
          if (items.length === 0) return false
          move(event.key === 'ArrowDown' ? 1 : -1)
          break
        case 'Enter':
          if (!item || event.shiftKey) return false
          pick(item)
          break
        case 'Tab':
          if (!first || event.shiftKey) return false
          pick(item ?? first)
          break
        case 'Escape':
          if (!completion) return false
          event.stopPropagation()
          close()
          break
        default:
          return false
      }
      event.preventDefault()
      return true
    },
    aria: (listId) =>
      items.length === 0
        ? { 'aria-autocomplete': 'list' }
        : {
            role: 'combobox',
            'aria-autocomplete': 'list',
            'aria-expanded': true,
            'aria-controls': listId,
            'aria-activedescendant': active < 0 ? undefined : `${listId}-${active}`,
          },
  }
}

export function Suggestions({
  suggestions,
  id,
}: Readonly<{ suggestions: SuggestionState; id: string }>): VNode | null {
  const { language, t } = usePage()
  const { completion, active, pick, setActive } = suggestions
  const list = useRef<HTMLUListElement>(null)
  useLayoutEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  if (!completion || (completion.items.length === 0 && !completion.about)) return null
  const { about, items } = completion
  const title = about ? about.name : t(completion.start === 0 ? 'composer.commands' : 'composer.options')
  return html`<div class="suggestions" onMouseDown=${(event: MouseEvent) => event.preventDefault()}>
    <p class="suggestions-title"><strong>${title}</strong>${about && html`<span>${about.description[language]}</span>`}</p>
    ${
      items.length > 0 &&
      html`<ul ref=${list} id=${id} role="listbox" aria-label=${title}>
        ${items.map(
          (
            item,
            index,
          ) => html`<li key=${item.insert} id="${id}-${index}" role="option" aria-selected=${index === active}
            onMouseMove=${() => active !== index && setActive(index)} onClick=${() => pick(item)}>
            <span class="suggestion-label">${item.label}</span><span class="suggestion-detail">${item.detail}</span>
          </li>`,
        )}
      </ul>`
    }
    ${items.length > 0 && html`<p class="suggestions-keys" aria-hidden="true">${t('composer.keys')}</p>`}
  </div>`
}
