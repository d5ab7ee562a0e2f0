import type { Action } from './actions.ts'
import type { ChannelRef, MessageRef, UserRef } from './refs.ts'

export type Button =
  | Readonly<{
      label: string
      action: Action
      style?: 'primary' | 'secondary' | 'success' | 'danger'
      disabled?: boolean
    }>
  /** Leads to a message, a thread or a channel of the same platform. */
  | Readonly<{ label: string; to: ChannelRef | MessageRef }>

/** `description` is shown under the label where the platform can. */
export type Choice = Readonly<{ value: string; label: string; description?: string }>

export type Block =
  | Readonly<{ type: 'heading'; text: string }>
  /** Markdown, with tokens. Long texts are split at paragraph borders, never cut. */
  | Readonly<{ type: 'text'; text: string }>
  /** Small print: a legend, a hint. */
  | Readonly<{ type: 'note'; text: string }>
  | Readonly<{ type: 'fields'; fields: readonly Readonly<{ name: string; value: string }>[] }>
  /** The first column names the row. Platforms without tables show stacked lines. */
  | Readonly<{ type: 'table'; columns: readonly string[]; rows: readonly (readonly string[])[] }>
  | Readonly<{ type: 'image'; png: Uint8Array; name: string; alt: string }>
  /** A whole text as a file, for what is too long to read in a message. */
  | Readonly<{ type: 'file'; name: string; text: string }>
  | Readonly<{ type: 'buttons'; buttons: readonly Button[] }>
  | Readonly<{
      type: 'select'
      action: Action
      placeholder: string
      choices: readonly Choice[]
      chosen?: string
    }>
  | Readonly<{ type: 'divider' }>

/**
 * A feature's message; a platform draws it.
 * `summary` is the notification's text. `ping` lists who is notified: nobody unless named here.
 * `tone` colours a card where the platform can.
 */
export type Message = Readonly<{
  summary: string
  blocks: readonly Block[]
  ping?: readonly UserRef[]
  tone?: 'calm' | 'live' | 'paused' | 'done'
}>

/** A message that consists of a text only. */
export function textMessage(text: string): Message {
  return { summary: text, blocks: [{ type: 'text', text }] }
}
