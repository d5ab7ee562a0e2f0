import type { FakeChannel, FakeMember, FakeMessage, InteractionResult } from '../test/fakes/discord/index.ts'
import { phrase } from './phrases.ts'
import { pause, seen } from './wait.ts'

/** How often somebody tried, and what they were shown in the end. */
export type Effort<T> = Readonly<{
  attempts: number
  shown: T | undefined
  /** They were told that it can't be any more. */
  refused: boolean
}>

/** How long somebody looks for what they did before they do it again. */
const LOOKED_MS = 4000
const BREATH_MS = 150
/** Told that it was done, people wait until they see it. */
const GRANTED = /lobby is|Posted to the thread/u
/** After these people give up; after any other refusal they try again. */
const FINAL = [
  'refused.finished',
  'refused.notRunning',
  'refused.nothingToBorrow',
  'refused.noCurveball',
  'error.revealed',
].map((key) => phrase(key))

export type Trying<T> = Readonly<{
  /** Undefined: there is nothing to press now. */
  press(): Promise<InteractionResult> | undefined
  shown(result: InteractionResult | undefined): T | undefined
  /** There is no use in trying any more. */
  vain(): boolean
  patienceMs: number
}>

/** Tries as people do: when nothing comes of it, again after a moment. */
export async function persist<T>({ press, shown, vain, patienceMs }: Trying<T>): Promise<Effort<T>> {
  const deadline = Date.now() + patienceMs
  let attempts = 0
  let refused = false
  let result: InteractionResult | undefined
  while (Date.now() < deadline) {
    const found = shown(result)
    if (found !== undefined) return { attempts, shown: found, refused }
    if (vain()) break
    const pressed = await tried(press)
    if (!pressed) {
      await pause(BREATH_MS)
      continue
    }
    attempts++
    const own = pressed
    result = own
    const over = () => shown(own) !== undefined || vain() || own.error !== undefined || told(own) !== ''
    await seen(over, LOOKED_MS)
    if (shown(own) !== undefined) continue
    if (GRANTED.test(told(own))) await seen(() => shown(own) !== undefined || vain(), patienceMs)
    else refused = FINAL.some((refusal) => refusal.test(told(own)))
    if (refused) break
    await pause(BREATH_MS)
  }
  return { attempts, shown: shown(result), refused }
}

/** What Discord's own client would not let them press is not pressed. */
async function tried(press: () => Promise<InteractionResult> | undefined) {
  try {
    return await press()
  } catch {
    return undefined
  }
}

/** What they were told privately where an effect was expected. */
function told(result: InteractionResult): string {
  return result.ephemeral.find((message) => !message.loading)?.text ?? ''
}

/** The private answer that says this. */
export function answered(result: InteractionResult | undefined, text: string): FakeMessage | undefined {
  return result?.ephemeral.find((message) => !message.loading && message.text.includes(text))
}

/** The newest message with such a button that can be pressed. */
function withButton(place: FakeChannel, label: string): FakeMessage | undefined {
  return place.messages.findLast((message) => {
    const button = message.deleted ? undefined : message.button(label)
    return button !== undefined && button.disabled !== true
  })
}

export function click(member: FakeMember, place: FakeChannel, label: string) {
  const message = withButton(place, label)
  return message && member.click(message, label)
}

/** How many messages of the bot's say all of this. */
export function count(place: FakeChannel, ...texts: readonly string[]): number {
  return place.messages.filter(
    (message) => message.author.bot && texts.every((text) => message.text.includes(text)),
  ).length
}
