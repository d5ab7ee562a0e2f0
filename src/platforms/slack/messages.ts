import type { ChannelRef, FileRef, SeenMessage } from '#bot'
import { emojiOf } from './emoji.ts'
import type { People } from './people.ts'
import { mentionsIn, readText } from './read-text.ts'
import { timeOf } from './refs.ts'

/** A raw message of Slack, in events and in responses; only the fields that are read. */
export type RawMessage = Readonly<{
  subtype?: string
  user?: string
  bot_id?: string
  username?: string
  text?: string
  ts: string
  thread_ts?: string
  edited?: Readonly<{ ts?: string }>
  files?: readonly RawFile[]
  reactions?: readonly Readonly<{ name?: string }>[]
}>

export type RawFile = Readonly<{
  id?: string
  name?: string | null
  title?: string
  mimetype?: string
  size?: number
  url_private?: string
  url_private_download?: string
  mode?: string
}>

/** The subtypes of messages by people and bots; the others are Slack's own notices. */
const WRITTEN: ReadonlySet<string> = new Set(['bot_message', 'file_share', 'me_message', 'thread_broadcast'])

export function isWritten({ subtype }: Pick<RawMessage, 'subtype'>): boolean {
  return subtype === undefined || WRITTEN.has(subtype)
}

/** @param place the message's channel or thread */
export async function seenMessage(
  message: RawMessage,
  place: ChannelRef,
  people: People,
): Promise<SeenMessage> {
  const { user, bot_id, username, ts, edited, reactions } = message
  const bot = bot_id !== undefined
  const member = user === undefined ? undefined : await people.find(user)
  const text = message.text ?? ''
  await Promise.all(mentionsIn(text).map(people.find))
  return {
    ref: { ...place, message: ts },
    author: {
      platform: 'slack',
      space: place.space,
      user: user ?? bot_id ?? '',
      name: member?.name ?? username ?? '',
      bot: bot || member?.bot === true,
    },
    text: readText(text, people.known),
    files: (message.files ?? []).flatMap(fileRef),
    ...(reactions && { emoji: reactions.flatMap(({ name }) => emojiOf(name ?? '') ?? []) }),
    writtenAt: timeOf(ts),
    at: timeOf(edited?.ts ?? ts),
  }
}

/** A deleted file leaves a tombstone, and a hidden one has no data. */
export function fileRef(file: RawFile): readonly FileRef[] {
  const { id, name, title, mimetype, size, url_private, url_private_download } = file
  const url = url_private_download ?? url_private
  if (id === undefined || url === undefined || file.mode === 'tombstone') return []
  return [
    {
      id,
      name: name ?? title ?? id,
      bytes: size ?? 0,
      url,
      ...(mimetype && { mediaType: mimetype }),
    },
  ]
}
