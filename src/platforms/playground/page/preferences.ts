import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Language } from '#bot'
import { type Theme, useBotTime, usePage } from './context.ts'
import { html } from './html.ts'
import { formatTime } from './time.ts'

const SPEEDS = [1, 10, 60]

export function Preferences(): VNode {
  const { language, theme, t, setLanguage, setTheme } = usePage()
  return html`<section class="preferences" aria-labelledby="preferences">
    <h2 class="sidebar-title sr-only" id="preferences">${t('preferences.title')}</h2>
    <${BotTime} />
    <${Segments} name="language" label=${t('preferences.language')} value=${language}
      choices=${[
        ['en', 'English'],
        ['zh', '简体中文'],
        ['zh-TW', '繁體中文'],
      ]} onChoose=${(value: string) => setLanguage(value as Language)} />
    <${Segments} name="theme" label=${t('preferences.theme')} value=${theme}
      choices=${(['light', 'dark', 'system'] as const).map((each) => [each, t(`preferences.${each}`)])}
      onChoose=${(value: string) => setTheme(value as Theme)} />
  </section>`
}

function BotTime(): VNode | null {
  const { state, server, tag, t, fail } = usePage()
  const { clock } = state
  const time = useBotTime((now) => formatTime(now, 'seconds', tag))
  const date = useBotTime((now) => formatTime(now, 'date', tag))
  const day = useBotTime((now) => formatTime(now, 'weekday', tag))
  // Shown until the server has confirmed: the control is redrawn each second and would jump back.
  const [chosen, setChosen] = useState<number | undefined>(undefined)
  useEffect(() => setChosen(undefined), [clock?.speed])
  if (!clock) return null
  const setSpeed = async (value: string) => {
    setChosen(Number(value))
    const result = await server.call('speed', { speed: Number(value) })
    if (result.ok) return
    setChosen(undefined)
    fail(result.say)
  }
  const speeds = SPEEDS.includes(clock.speed) ? SPEEDS : [...SPEEDS, clock.speed].sort((a, b) => a - b)
  return html`<div class="bot-time">
    <p class="bot-clock" title=${date}><span>${t('preferences.botTime')}</span><span class="bot-day">${day}</span><time>${time}</time></p>
    ${
      clock.changeable
        ? html`<${Segments} name="speed" label=${t('preferences.speed')} value=${String(chosen ?? clock.speed)}
            choices=${speeds.map((speed) => [String(speed), t('preferences.times', { n: speed })])} onChoose=${setSpeed} />`
        : html`<p class="fixed-speed">${t('preferences.fixed', { n: clock.speed })}</p>`
    }
  </div>`
}

type SegmentsProps = Readonly<{
  name: string
  label: string
  value: string
  choices: readonly (readonly [string, string])[]
  onChoose: (value: string) => void
}>

/** Radio buttons side by side. */
function Segments({ name, label, value, choices, onChoose }: SegmentsProps): VNode {
  return html`<fieldset class="segments">
    <legend>${label}</legend>
    <div class="segments-row">
      ${choices.map(
        ([each, text]) => html`<label key=${each}>
          <input type="radio" name=${name} value=${each} checked=${each === value} onChange=${() => onChoose(each)} />
          <span>${text}</span>
        </label>`,
      )}
    </div>
  </fieldset>`
}
