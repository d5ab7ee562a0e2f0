import type { KnownBlock, ModalView } from '@slack/types'

/** A raw slash command; only the fields that are read. */
export type RawCommand = Readonly<{
  command: string
  text: string
  channel_id: string
  user_id: string
  trigger_id: string
}>

/** Tells one person something through a URL that works for half an hour. */
export type Respond = (message: {
  response_type: 'ephemeral'
  text: string
  blocks: KnownBlock[]
}) => Promise<unknown>

/** A button or a select, in a message or a window. */
export type RawAction = Readonly<{
  user: Readonly<{ id: string }>
  trigger_id: string
  channel?: Readonly<{ id: string }>
  message?: Readonly<{ ts?: string; thread_ts?: string }>
  container?: Readonly<{ type?: string; message_ts?: string; thread_ts?: string; channel_id?: string }>
  view?: Readonly<{ id: string; type: string; private_metadata?: string }>
  actions: readonly Readonly<{
    action_id: string
    selected_option?: Readonly<{ value: string }> | null
  }>[]
}>

export type RawSubmission = Readonly<{
  user: Readonly<{ id: string }>
  trigger_id?: string
  view: Readonly<{
    id: string
    callback_id: string
    private_metadata?: string
    title: ModalView['title']
    submit?: ModalView['submit'] | null
    blocks: readonly unknown[]
    state?: Readonly<{ values: unknown }>
  }>
}>
