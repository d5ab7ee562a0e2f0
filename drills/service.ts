import type { BotEnv } from '../test/support/bot.ts'
import type { Difference } from './difference.ts'
import type { Ballot } from './plan.ts'

/** What a service gives to the people who live through a mock, and to those who look afterwards at what the bot said. */
export type Service = Readonly<{
  /** As people call it. */
  title: string
  /** What a bot needs to find it. */
  env: BotEnv
  addChannel(name: string): Place
  addPerson(name: string): Person
  /** From now on nothing goes wrong. */
  calm(): void
  /** What is wrong in what it was asked for, and in what stands there, whatever people did. */
  audit(): readonly Difference[]
  /** What it was asked for, a line of JSON each. */
  requests(): readonly string[]
  stop(): Promise<void>
}>

/** How to start a service, and how much faster bot time runs there than real time. */
export type Kind<S extends Service = Service> = Readonly<{
  open(): Promise<S>
  speed: Readonly<{ short: number; full: number }>
}>

/** A channel or a thread. */
export type Place = Readonly<{
  id: string
  name: string
  /** What stands there of what the bot said, oldest first. */
  said: readonly Said[]
}>

/** A message of the bot's as people see it now. Texts are Markdown, with people as `<@id>` and times as `<t:seconds:style>`. */
export type Said = Readonly<{
  /** The texts it had, oldest first; the last one stands. */
  versions: readonly string[]
  text: string
  /** Labels, in order. */
  buttons: readonly string[]
  canPress(label: string): boolean
  /** Which delivery it was, and which part of it. */
  delivery: readonly [number, number] | undefined
  /** When it was posted, in milliseconds of real time. */
  at: number
  /** The thread on it, once there is one. */
  thread: Place | undefined
}>

/** A message of somebody's. */
export type Written = Readonly<{ id: string }>

/** What came of something that somebody did; it grows as the bot goes on answering. */
export type Done = Readonly<{
  /** The service itself said that nothing came of it. */
  failed: boolean
  /** What they were told privately where an effect was expected. */
  told: string
  /** The private answer that says this. */
  answer(text: string): Private | undefined
}>

/** A private answer, with what can be done in it. */
export type Private = Readonly<{
  press(label: string): Promise<Done>
  /** Opens a form by its button and sends it. @param onSent told when it is sent */
  fill(label: string, values: Readonly<Record<string, string>>, onSent: () => void): Promise<Done>
}>

/** The rubric, filled in. */
export type Sheet = Readonly<{
  send(): Promise<Done>
  /** It can't be sent any more: it has to be opened anew. */
  isGone(): boolean
}>

export type Scoring = Readonly<{
  /** The message by which it is opened. */
  card: () => Said | undefined
  ballot: Ballot
  /** There is no use in trying any more. */
  vain(): boolean
  patienceMs: number
}>

export type Person = Readonly<{
  id: string
  /** Types /mock. */
  gather(channel: Place, problem: string, minutes: number): Promise<Done>
  /** Presses a button for all to see. @throws Error where the service would not let them */
  press(on: Said, label: string): Promise<Done>
  say(thread: Place, text: string): Written
  rewrite(message: Written, text: string): void
  erase(message: Written): void
  /** Files a message under a stage by a reaction. @param stage from 0 */
  file(message: Written, stage: number): void
  unfile(message: Written, stage: number): void
  /** Opens the rubric and chooses. Undefined when it can't be had any more. */
  fillSheet(scoring: Scoring): Promise<Sheet | undefined>
}>
