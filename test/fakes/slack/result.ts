import { poll } from '../poll.ts'
import type { FakeMessage } from './message.ts'
import type { FakeView } from './view.ts'

/** The bot's answer to an action as the person sees it; it grows as the bot goes on answering. */
export class InteractionResult {
  /** Whether the bot acknowledged. */
  acked = false
  /** The notice to the person in place of an answer, such as operation_timeout. */
  error: string | undefined
  /** Answers by the command's response or its response_url, first to last, public and private ones. */
  readonly messages: FakeMessage[] = []
  /** The modals that it opened, pushed or was answered with; the last one stands on top. */
  readonly views: FakeView[] = []
  readonly settled: Promise<void>
  readonly #settle: () => void
  /** The person's ephemeral and direct messages since then. */
  readonly #seen: () => Readonly<{ ephemerals: readonly FakeMessage[]; dms: readonly FakeMessage[] }>

  constructor(seen: () => Readonly<{ ephemerals: readonly FakeMessage[]; dms: readonly FakeMessage[] }>) {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.settled = promise
    this.#settle = resolve
    const before = seen()
    const [ephemerals, dms] = [before.ephemerals.length, before.dms.length]
    this.#seen = () => {
      const now = seen()
      return { ephemerals: now.ephemerals.slice(ephemerals), dms: now.dms.slice(dms) }
    }
  }

  /** The modal that stands open of those that it led to. */
  get view(): FakeView | undefined {
    return this.views.findLast((view) => view.open)
  }

  /** The ephemeral messages since then, whatever they answer. */
  get ephemeral(): readonly FakeMessage[] {
    return this.#seen().ephemerals.filter(({ deleted }) => !deleted)
  }

  /** The bot's direct messages to this person since then. */
  get dms(): readonly FakeMessage[] {
    return this.#seen().dms.filter(({ stands }) => stands)
  }

  acknowledge(): void {
    this.acked = true
    this.#settle()
  }

  fail(error: string): void {
    this.error = error
    this.#settle()
  }

  /**
   * The first private answer: an ephemeral message, or a direct one.
   * @throws Error when the bot did not respond, or does not answer within the time
   */
  async reply(timeoutMs = 60_000): Promise<FakeMessage> {
    if (this.error) throw new Error(`the person was told: ${this.error}`)
    return poll(() => this.messages.find(({ deleted }) => !deleted) ?? this.ephemeral[0] ?? this.dms[0], {
      timeoutMs,
      what: 'an answer to the person',
    })
  }

  /**
   * The modal that it led to, once something in it fits.
   * @throws Error when the bot did not respond, or opens none within the time
   */
  async modal(fits: (view: FakeView) => boolean = () => true, timeoutMs = 60_000): Promise<FakeView> {
    if (this.error) throw new Error(`the person was told: ${this.error}`)
    return poll(() => (this.view && fits(this.view) ? this.view : undefined), {
      timeoutMs,
      what: () => `a modal, but there is ${this.view?.text ?? 'none'}`,
    })
  }

  /** Waits until the result is as expected. */
  async waitFor(predicate: (result: InteractionResult) => boolean, timeoutMs = 60_000): Promise<void> {
    await poll(() => predicate(this), { timeoutMs, what: 'the answer to a person' })
  }
}
