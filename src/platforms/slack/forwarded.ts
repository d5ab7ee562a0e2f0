import { z } from 'zod'
import { type RawFile, rawFile } from './files.ts'
import { richText } from './rich-text.ts'

/** A message that an attachment forwards: its text in Slack's markup, and files. */
export type Forwarded = Readonly<{ text: string; files: readonly RawFile[] }>

const attachment = z.object({
  is_share: z.boolean().nullish(),
  is_msg_unfurl: z.boolean().nullish(),
  text: z.string().nullish(),
  fallback: z.string().nullish(),
  files: z.array(rawFile).nullish(),
  message_blocks: z
    .array(z.object({ message: z.object({ blocks: z.array(z.unknown()).nullish() }) }))
    .nullish(),
})

/**
 * The messages that a message forwards. The preview of a message whose address stands in a text is none, unless there
 * is nothing else.
 * @param attachments as Slack tells them; what can't be read forwards nothing
 * @param alone whether the message has neither a text nor files of its own
 */
export function forwardedIn(attachments: readonly unknown[], alone: boolean): readonly Forwarded[] {
  return attachments.flatMap((each): readonly Forwarded[] => {
    const { data } = attachment.safeParse(each)
    if (!data || !(data.is_share || (alone && data.is_msg_unfurl))) return []
    const files = data.files ?? []
    const blocks = (data.message_blocks ?? []).flatMap(({ message }) => message.blocks ?? [])
    // The fallback repeats the text with who wrote it and when.
    const text = data.text || richText(blocks) || (files.length > 0 ? '' : (data.fallback ?? ''))
    return text === '' && files.length === 0 ? [] : [{ text, files }]
  })
}
