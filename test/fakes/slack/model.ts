import type { FakeMessage } from './message.ts'

export type Json = Record<string, unknown>

export type User = Readonly<{
  id: string
  name: string
  bot: boolean
  locale: string
  tz: string
  admin: boolean
  owner: boolean
}>

export type ChannelKind = 'public' | 'private' | 'dm'

/** A channel, or the direct messages between the bot and one person. */
export type Channel = {
  readonly id: string
  readonly kind: ChannelKind
  readonly name: string
  /** The person, in direct messages. */
  readonly user: User | undefined
  readonly members: Set<string>
  readonly messages: FakeMessage[]
  readonly created: number
  archived: boolean
  deleted: boolean
  /** Whether the bot is a member. */
  readonly joined: boolean
  /** The message that stands there now with this timestamp, replies too. */
  find(ts: string): FakeMessage | undefined
}

export type StoredFile = {
  readonly id: string
  readonly name: string
  readonly user: User
  readonly created: number
  title: string
  alt: string | undefined
  mimetype: string
  data: Uint8Array
  deleted: boolean
  /** It was handed to the app in a form. */
  handedIn: boolean
  /** The language of a text that was pasted as a file; undefined for one that was uploaded. */
  snippet: string | undefined
  /** A file of another workspace, described only when the app asks; `denied`: not even then. */
  foreign: 'described' | 'denied' | undefined
  /** Where it is shared. */
  readonly shares: Readonly<{ channel: Channel; ts: string; threadTs: string | undefined }>[]
}

export type UploadedFile = Readonly<{ field: string; name: string; mediaType: string; data: Uint8Array }>

/** An option of a select, radio buttons or checkboxes. */
export type Option = Readonly<{
  text: Readonly<{ type: string; text: string }>
  value?: string
  description?: Readonly<{ text: string }>
}>

/** A block or an element, in Slack's own words. */
export type Part = {
  type: string
  block_id?: string
  action_id?: string
  text?: Part | string
  fields?: Part[]
  accessory?: Part
  elements?: Part[]
  element?: Part
  label?: Part
  hint?: Part
  title?: Part | string
  placeholder?: Part
  value?: string
  url?: string
  style?: string
  confirm?: Json
  options?: Option[]
  option_groups?: { label: Part; options: Option[] }[]
  initial_option?: Option
  initial_options?: Option[]
  initial_value?: string
  initial_user?: string
  initial_users?: string[]
  initial_conversation?: string
  initial_channel?: string
  initial_date?: string
  optional?: boolean
  multiline?: boolean
  min_length?: number
  max_length?: number
  max_selected_items?: number
  filetypes?: string[]
  max_files?: number
  dispatch_action?: boolean
  alt_text?: string
  image_url?: string
  slack_file?: { id?: string; url?: string }
  rows?: Part[][]
}
