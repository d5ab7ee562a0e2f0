import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'

/** Parts of Slack's payloads. Only what is read is checked; anything else may be of any type. */

const user = z.object({ id: z.string() })

export const command = z.object({
  command: z.string(),
  text: z.string().default(''),
  channel_id: z.string(),
  user_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
})
/** A slash command. */
export type RawCommand = Readonly<z.infer<typeof command>>

export const action = z.object({
  user,
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }).nullish(),
  message: z.object({ ts: z.string().optional(), thread_ts: z.string().optional() }).nullish(),
  container: z
    .object({
      message_ts: z.string().optional(),
      thread_ts: z.string().optional(),
      channel_id: z.string().optional(),
    })
    .nullish(),
  view: z.object({ id: z.string(), type: z.string(), private_metadata: z.string().optional() }).nullish(),
  actions: z
    .array(z.object({ action_id: z.string(), selected_option: z.object({ value: z.string() }).nullish() }))
    .min(1),
})
/** A button or a select, in a message or a window. */
export type RawAction = Readonly<z.infer<typeof action>>

const plainText = z.custom<ModalView['title']>(
  (text) => z.object({ text: z.string() }).safeParse(text).success,
)
/** The blocks of a form are the bot's own, and go back to Slack as they came. */
const block = z.looseObject({
  type: z.string(),
  element: z
    .looseObject({
      type: z.string(),
      action_id: z.string().optional(),
      options: z.array(z.looseObject({ value: z.string().optional() })).optional(),
    })
    .optional(),
})

export const submission = z.object({
  user,
  trigger_id: z.string().nullish(),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string().optional(),
    previous_view_id: z.string().nullish(),
    title: plainText,
    submit: plainText.nullish(),
    blocks: z
      .array(block)
      .refine((blocks) => blocks.every(({ type, element }) => type !== 'input' || element !== undefined)),
    state: z.object({ values: z.unknown() }).nullish(),
  }),
})
/** A form that was handed in. */
export type RawSubmission = Readonly<z.infer<typeof submission>>

/** Tells one person something through a URL that works for half an hour. */
export type Respond = (message: {
  response_type: 'ephemeral'
  text: string
  blocks: KnownBlock[]
}) => Promise<void>
