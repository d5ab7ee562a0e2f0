import type { BotEnv } from '../../support/bot.ts'
import type { TestDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import type { Bots, BotsOptions } from './bots.ts'
import { Cut } from './cuts.ts'

export const NAMES = ['ana', 'ben', 'cai', 'dee', 'olga'] as const
/** Olga manages the space. */
export type Name = (typeof NAMES)[number]

/** A message as all see it. */
export type Post = Readonly<{
  id: string
  /** The platform's id of who wrote it; undefined: the bot. */
  author: string | undefined
  text: string
  /** Those that can be pressed. */
  buttons: readonly string[]
  /** The ids of those whom it notifies. */
  pings: readonly string[]
  /** The targets of its link buttons, by their labels. */
  links: Readonly<Record<string, string>>
  /** With the text that stands for a picture. */
  files: readonly Readonly<{ name: string; text: string; alt: string }>[]
  /** Without the bot's own. */
  reactions: readonly Readonly<{ emoji: string; people: readonly string[] }>[]
}>

/** The private answer to a person's action: a text with buttons, or a form. */
export interface Screen {
  readonly text: string
  press(label: string): Promise<Screen>
  /** @param select its placeholder @param choice by its label */
  choose(select: string, choice: string): Promise<Screen>
  /** @param submit the label of the form's button */
  fill(
    values: Readonly<Record<string, string>>,
    submit: string,
    files?: Readonly<Record<string, File>>,
  ): Promise<Screen>
}

export type File = Readonly<{ name: string; data: Uint8Array; mediaType?: string }>

/** The actions of a person. Each fails with `Cut` where the bot ends meanwhile. */
export interface Member {
  readonly id: string
  readonly name: string
  /** @param options by name; the channel as `here` */
  command(name: string, options?: Readonly<Record<string, string | number>>): Promise<Screen>
  press(on: Post, label: string): Promise<Screen>
  /** Presses a button that is answered in front of everybody, by a change of the cards. */
  steer(on: Post, label: string): Promise<void>
  /** @returns the message's id */
  say(text: string, files?: readonly File[]): Promise<string>
  rewrite(id: string, text: string): Promise<void>
  remove(id: string): Promise<void>
  react(id: string, emoji: string): Promise<void>
  unreact(id: string, emoji: string): Promise<void>
  dms(): Promise<readonly Post[]>
}

/** A study group on a platform, and the bot that runs there. */
export interface Group {
  readonly platform: 'discord' | 'slack' | 'playground'
  readonly db: TestDatabase
  readonly members: Readonly<Record<Name, Member>>
  /** Whether people can write and react while the bot is away. */
  readonly standsAlone: boolean
  /** How the name of a member reads in a message. */
  mention(name: Name): string
  channel(): Promise<readonly Post[]>
  /** The thread of the newest card with the group's heading. */
  thread(): Promise<readonly Post[]>
  /** The id of the message that a client shows at an address. @throws Error where it shows none */
  opens(address: string): Promise<string>
  /** Whether the bot runs. */
  alive(): boolean
  /** How often it has answered people. */
  answered(): number
  /** Ends the bot: as a power cut would where it has a process of its own, otherwise as its operator does. */
  end(): Promise<void>
  start(speed?: number): Promise<void>
  logs: Bots['logs']
  output: Bots['output']
  /** The requests so far that break the service's own rules. */
  violations(): Promise<readonly string[]>
  close(): Promise<void>
}

export type GroupOptions = BotsOptions &
  Readonly<{
    env?: BotEnv
    /** A database of its own, unless given. */
    db?: TestDatabase
    /** Begins the text of the cards whose thread the group works in: a challenge's, unless given. */
    heading?: string
    /** Makes names that stand nowhere else. */
    surname?: string
    /** Members whose client speaks Chinese. */
    chinese?: readonly Name[]
  }>

export const CARD = 'Challenge: '
export const SURNAME = 'Quillfeather'

/**
 * The newest message that says this.
 * @throws Cut when the bot dies before it is there
 */
export function saying(
  group: Group,
  place: 'channel' | 'thread',
  text: string | RegExp,
  limitMs = 60_000,
): Promise<Post> {
  const says = (post: Post) => (typeof text === 'string' ? post.text.includes(text) : text.test(post.text))
  return awaited(group, async () => (await group[place]()).findLast(says), limitMs)
}

/** @throws Cut when the bot dies before it is there */
export function awaited<T>(group: Group, look: () => Promise<T | undefined>, limitMs: number): Promise<T> {
  return until(async () => {
    if (!group.alive()) throw new Cut('the bot ended')
    return look()
  }, limitMs)
}

export const textFile = (name: string, text: string): File => ({ name, data: new TextEncoder().encode(text) })
