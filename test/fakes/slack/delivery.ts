import type { Json } from './model.ts'

/** A request from Slack to the app. */
export type Outgoing = Readonly<{
  kind: 'events_api' | 'slash_commands' | 'interactive'
  payload: Json
  retry?: Readonly<{ attempt: number; reason: string }>
}>

export type Delivered =
  | Readonly<{ ok: true; response: Json | undefined }>
  | Readonly<{ ok: false; reason: string; final?: boolean }>

/** One of the two ways to the app: Socket Mode or HTTP. */
export type Send = (outgoing: Outgoing) => Promise<Delivered>
