import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { WireMessage } from '../wire.ts'
import { nameOf, usePage } from './context.ts'
import { html } from './html.ts'

/** Adds or removes a reaction. */
function useReact(message: WireMessage) {
  const { server, me, fail } = usePage()
  return async (emoji: string) => {
    const on = !message.reactions.some((each) => each.emoji === emoji && each.people.includes(me))
    const result = await server.call('react', { message: message.id, emoji, on })
    if (!result.ok) fail(result.say)
  }
}

export function Reactions({ message }: Readonly<{ message: WireMessage }>): VNode | null {
  const { state, me, t } = usePage()
  const react = useReact(message)
  const shown = message.reactions.filter(({ people }) => people.length > 0)
  if (shown.length === 0) return null
  return html`<ul class="reactions" aria-label=${t('reaction.list')}>
    ${shown.map(({ emoji, people }) => {
      const names = people
        .map((id) => (id === 'bot' ? t('bot.name') : nameOf(state, id)))
        .join(t('reaction.and'))
      return html`<li key=${emoji}>
        <button type="button" class="reaction" aria-pressed=${people.includes(me)} title=${names}
          aria-label=${t('reaction.label', { emoji, n: people.length, names })} onClick=${() => react(emoji)}>
          <span aria-hidden="true">${emoji}</span><span class="reaction-count" aria-hidden="true">${people.length}</span>
        </button>
      </li>`
    })}
  </ul>`
}

type PickerProps = Readonly<{ message: WireMessage; onClose: () => void }>

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }

/** The reaction picker, with the bot's own emoji first. Arrows move, Enter picks, Escape closes. */
export function ReactionPicker({ message, onClose }: PickerProps): VNode {
  const { state, t } = usePage()
  const react = useReact(message)
  const box = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const picker = box.current
    if (!picker) return
    const room = picker.closest('.messages')?.getBoundingClientRect()
    const here = picker.parentElement?.getBoundingClientRect()
    picker.classList.toggle(
      'above',
      room !== undefined && here !== undefined && here.bottom + picker.offsetHeight + 8 > room.bottom,
    )
    picker.querySelector('button')?.focus()
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      return onClose()
    }
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const buttons: Element[] = [...(box.current?.querySelectorAll('button') ?? [])]
    const at = document.activeElement ? buttons.indexOf(document.activeElement) : 0
    const next = buttons[(at + step + buttons.length) % buttons.length]
    if (next instanceof HTMLElement) next.focus()
  }
  const onFocusOut = (event: FocusEvent) => {
    if (event.relatedTarget instanceof Node && !box.current?.contains(event.relatedTarget)) onClose()
  }

  return html`<div ref=${box} class="picker" role="group" aria-label=${t('reaction.pick')} onKeyDown=${onKeyDown}
    onFocusOut=${onFocusOut}>
    ${state.emoji.map(
      (
        emoji,
        index,
      ) => html`<button key=${emoji} type="button" tabindex=${index === 0 ? 0 : -1} aria-label=${emoji}
        onClick=${() => {
          void react(emoji)
          onClose()
        }}>${emoji}</button>`,
    )}
  </div>`
}
