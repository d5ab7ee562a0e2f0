import { poll } from '../poll.ts'
import type { FakeMessage } from './message.ts'
import type { FakeModal } from './modal.ts'

/** The bot's answer to an action as the person sees it; it grows as the bot goes on answering. */
export class InteractionResult {
  readonly id: string
  /** The type of the first response, such as 4 a message, 5 "thinking…", 9 a modal. */
  acked: number | undefined
  /** Set when the bot did not acknowledge in time. */
  error: string | undefined
  /** All answers, first to last, public and private ones. */
  readonly messages: FakeMessage[] = []
  /** The message whose component was used, once the bot answered by changing it. */
  updated: FakeMessage | undefined
  modal: FakeModal | undefined
  choices: readonly Readonly<{ name: string; value: string | number }>[] | undefined
  readonly settled: Promise<void>
  readonly #settle: () => void

  constructor(id: string) {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.id = id
    this.settled = promise
    this.#settle = resolve
  }

  get deferred(): boolean {
    return this.acked === 5 || this.acked === 6
  }

  /** The answers that only this person sees. */
  get ephemeral(): FakeMessage[] {
    return this.messages.filter((message) => message.ephemeral)
  }

  acknowledge(type: number): void {
    this.acked = type
    this.#settle()
  }

  fail(error: string): void {
    if (this.acked === undefined) this.error = error
    this.#settle()
  }

  /**
   * The first answer, once it is more than "thinking…", or the message that was changed instead.
   * @throws Error when the bot did not respond, or does not answer within the time
   */
  async reply(timeoutMs = 60_000): Promise<FakeMessage> {
    if (this.error) throw new Error(`the bot ${this.error}`)
    return poll(() => this.messages.find((message) => !message.loading) ?? this.updated, {
      timeoutMs,
      what: () => `an answer to interaction ${this.id}: ${this.error ?? `acknowledged with ${this.acked}`}`,
    })
  }

  /** Waits until the result is as expected. */
  async waitFor(predicate: (result: InteractionResult) => boolean, timeoutMs = 60_000): Promise<void> {
    await poll(() => predicate(this), { timeoutMs, what: () => `the answer to interaction ${this.id}` })
  }
}
