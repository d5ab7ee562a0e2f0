import type { ChannelRef, SeenMessage } from '#bot'
import { emojiOf } from './emoji.ts'
import type { Files, RawFile } from './files.ts'
import { forwardedIn } from './forwarded.ts'
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
  attachments?: readonly unknown[]
  reactions?: readonly Readonly<{ name?: string }>[]
}>

/** The subtypes of messages by people and bots; the others are Slack's own notices. */
const WRITTEN: ReadonlySet<string> = new Set(['bot_message', 'file_share', 'me_message', 'thread_broadcast'])

export function isWritten({ subtype }: Pick<RawMessage, 'subtype'>): boolean {
  return subtype === undefined || WRITTEN.has(subtype)
}

/** Looks up people and files. */
export type Lookups = Readonly<{ people: People; files: Files }>

/**
 * A message with the texts and files that it forwards.
 * @param place the message's channel or thread
 */
export async function seenMessage(
  message: RawMessage,
  place: ChannelRef,
  { people, files }: Lookups,
): Promise<SeenMessage> {
  const { user, bot_id, username, ts, edited, reactions } = message
  const bot = bot_id !== undefined
  const member = user === undefined ? undefined : await people.find(user)
  const own = { text: message.text ?? '', files: message.files ?? [] }
  const alone = own.text === '' && own.files.length === 0
  const parts = [own, ...forwardedIn(message.attachments ?? [], alone)]
  const text = parts
    .map((part) => part.text)
    .filter((each) => each !== '')
    .join('\n\n')
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
    files: await files.find(parts.flatMap((part) => part.files)),
    ...(reactions && { emoji: reactions.flatMap(({ name }) => emojiOf(name ?? '') ?? []) }),
    writtenAt: timeOf(ts),
    at: timeOf(edited?.ts ?? ts),
  }
}
