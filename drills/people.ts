import { phrase } from './phrases.ts'
import type { Done, Person, Place, Said } from './service.ts'
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

export type Trying<T, D extends Done = Done> = Readonly<{
  /** Undefined: there is nothing to press now. */
  press(): Promise<D> | undefined
  shown(done: D | undefined): T | undefined
  /** There is no use in trying any more. */
  vain(): boolean
  patienceMs: number
}>

/** Tries as people do: when nothing comes of it, again after a moment. */
export async function persist<T, D extends Done = Done>({
  press,
  shown,
  vain,
  patienceMs,
}: Trying<T, D>): Promise<Effort<T>> {
  const deadline = Date.now() + patienceMs
  let attempts = 0
  let refused = false
  let result: D | undefined
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
    const over = () => shown(own) !== undefined || vain() || own.failed || own.told !== ''
    await seen(over, LOOKED_MS)
    if (shown(own) !== undefined) continue
    if (GRANTED.test(own.told)) await seen(() => shown(own) !== undefined || vain(), patienceMs)
    else refused = FINAL.some((refusal) => refusal.test(own.told))
    if (refused) break
    await pause(BREATH_MS)
  }
  return { attempts, shown: shown(result), refused }
}

/** The service's own client refuses some presses; those are not sent. */
async function tried<D extends Done>(press: () => Promise<D> | undefined) {
  try {
    return await press()
  } catch {
    return undefined
  }
}

/** Presses on what is there. */
export function pressOn<D extends Done>(
  on: Said | undefined,
  press: (on: Said) => Promise<D>,
): Promise<D> | undefined {
  return on && press(on)
}

/** The newest message with such a button that can be pressed. */
export function withButton({ said }: Place, label: string): Said | undefined {
  return said.findLast((message) => message.canPress(label))
}

export function click(person: Person, place: Place, label: string) {
  return pressOn(withButton(place, label), (message) => person.press(message, label))
}

/** How many messages of the bot's say all of this. */
export function count({ said }: Place, ...texts: readonly string[]): number {
  return said.filter((message) => texts.every((text) => message.text.includes(text))).length
}
