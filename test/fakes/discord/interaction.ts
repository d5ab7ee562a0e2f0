import { afterWorkingFor } from '../deadline.ts'
import { INTENT } from './intents.ts'
import type { FakeMessage } from './message.ts'
import type { Channel, Guild, Json, Member } from './model.ts'
import { botPermissions, memberPermissions } from './permissions.ts'
import { InteractionResult } from './result.ts'
import { channelJson, interactionMemberJson, userJson } from './wire.ts'
import { messageEventJson } from './wire-message.ts'
import { publish, type World } from './world.ts'

export const INTERACTION = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const
export const CALLBACK = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  autocomplete: 8,
  modal: 9,
} as const

export type Interaction = {
  readonly id: string
  readonly token: string
  readonly type: number
  readonly member: Member
  readonly channel: Channel
  readonly guild: Guild | undefined
  /** The message whose component was used, also where that opened the modal now submitted. */
  readonly source: FakeMessage | undefined
  readonly result: InteractionResult
  /** True once the time to acknowledge is over: nobody will see an answer. */
  dead: boolean
  /** True once followups and edits are no longer taken. */
  expired: boolean
  /** The message that `@original` refers to. */
  original: FakeMessage | undefined
}

export type Raise = Readonly<{
  type: number
  member: Member
  channel: Channel
  data: Json
  source?: FakeMessage
}>

const TOKEN_LIFE_MS = 15 * 60_000

/** A person does something that the bot must answer: resolves when it has acknowledged, or the time for it is over. */
export async function raise(world: World, seed: Raise): Promise<InteractionResult> {
  const guild = seed.channel.guild
  const id = world.nextId()
  const result = new InteractionResult(id)
  const interaction: Interaction = {
    ...seed,
    source: seed.source,
    id,
    token: `aW50ZXJhY3Rpb24_${id}_${Math.random().toString(36).slice(2)}`,
    guild,
    result,
    dead: false,
    expired: false,
    original: undefined,
  }
  world.interactions.set(interaction.token, interaction)
  const callOff = afterWorkingFor(world.settings.ackDeadlineMs, () => {
    interaction.dead = true
    result.fail('did not respond')
  })
  publish(world, {
    t: 'INTERACTION_CREATE',
    intents: 0,
    ...(guild && { guild }),
    data: () => payload(world, interaction, seed.data),
  })
  await result.settled
  callOff()
  setTimeout(() => {
    interaction.expired = true
  }, TOKEN_LIFE_MS).unref()
  return result
}

function payload(world: World, interaction: Interaction, data: Json): Json {
  const { channel, guild, member, source } = interaction
  const person = guild ? { member: interactionMemberJson(member) } : { user: userJson(member.user) }
  return {
    id: interaction.id,
    application_id: world.bot.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: { ...channelJson(world, channel), permissions: memberPermissions(member).toString() },
    ...person,
    ...(guild && {
      guild_id: guild.id,
      guild_locale: guild.locale,
      guild: { id: guild.id, locale: guild.locale, features: ['COMMUNITY'] },
    }),
    ...(source && { message: messageEventJson(world, source, INTENT.messageContent) }),
    app_permissions: botPermissions(channel).toString(),
    locale: member.locale,
    entitlements: [],
    authorizing_integration_owners: integrationOwners(interaction),
    context: guild ? 0 : 1,
    attachment_size_limit: 10_485_760,
  }
}

export function integrationOwners(interaction: Interaction): Json {
  return { '0': interaction.guild?.id ?? '0' }
}
