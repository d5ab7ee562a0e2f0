import type { ChannelRef, MessageRef, Permission, Platform, UserRef } from '#bot'

/** A message as people see it. */
export type Seen = Readonly<{
  ref: MessageRef
  text: string
  buttons: readonly string[]
  /** Where its link buttons lead, by their labels. */
  links: Readonly<Record<string, string>>
  files: readonly Readonly<{ name: string; data: Uint8Array; alt: string | undefined }>[]
  reactions: readonly Readonly<{ emoji: string; users: readonly string[] }>[]
  pinged: readonly string[]
  private: boolean
}>

/** The bot's answer to an action as the person sees it; it grows as the bot goes on answering. */
export type Outcome = Readonly<{
  /** Without what is only "thinking…". */
  replies(): readonly Seen[]
  /** Whether a form stands open. */
  hasForm(): boolean
  /** Why the service did not take a form as it was filled in, where it did not. */
  refusal(): string
  /** Whether "thinking…" still stands there. */
  isWaiting(): boolean
}>

export type Filled = Readonly<{
  /** By label; a choice by its value. */
  values: Readonly<Record<string, string>>
  /** By label. */
  files?: Readonly<Record<string, Readonly<{ name: string; data: Uint8Array }>>>
  /** The label of the form's submit button. */
  submit: string
}>

export interface Person {
  readonly ref: UserRef
  readonly name: string
  /** @param name a subcommand's follows after a space */
  command(at: ChannelRef, name: string, options?: Readonly<Record<string, string | number>>): Promise<Outcome>
  /** @returns the values that are offered; undefined where the service offers none while one types */
  suggest(
    at: ChannelRef,
    command: string,
    option: string,
    typed: string,
  ): Promise<readonly string[] | undefined>
  click(ref: MessageRef, label: string): Promise<Outcome>
  choose(ref: MessageRef, select: string, value: string): Promise<Outcome>
  /** Fills in the form that the outcome opened, and submits it. */
  fill(outcome: Outcome, form: Filled): Promise<Outcome>
  say(at: ChannelRef, text: string, file?: Readonly<{ name: string; data: Uint8Array }>): Promise<MessageRef>
  /** @returns undefined where the service forwards no messages */
  forward(ref: MessageRef, to: ChannelRef): Promise<MessageRef | undefined>
  rewrite(ref: MessageRef, text: string): Promise<void>
  remove(ref: MessageRef): Promise<void>
  react(ref: MessageRef, emoji: string): Promise<void>
  unreact(ref: MessageRef, emoji: string): Promise<void>
}

/** A platform that is not started yet, in a service of its own with two people. */
export interface Stage {
  readonly platform: Platform
  readonly channel: ChannelRef
  readonly alice: Person
  readonly bob: Person
  messages(at: ChannelRef): Promise<readonly Seen[]>
  dms(person: Person): Promise<readonly Seen[]>
  /** The channel, thread or message that the service's client shows at an address. @throws Error for nothing */
  opens(address: string): ChannelRef | MessageRef
  /** A person, or whoever may, refuses direct messages of the bot. @returns how to allow them again; undefined where the service can't */
  closeDms(person: Person): (() => void) | undefined
  /** A channel in which the bot can't do everything, and what it lacks; undefined where it always can. */
  closedChannel(): Readonly<{ channel: ChannelRef; lacks: readonly Permission[] }> | undefined
  /** A conversation in which no threads can be opened. */
  threadless(): ChannelRef
  /** Someone deletes a thread; false where the service can't. */
  deleteThread(thread: ChannelRef): Promise<boolean>
  /** Violations of the service's own rules by the requests so far. */
  violations(): Promise<readonly string[]>
  close(): Promise<void>
}
