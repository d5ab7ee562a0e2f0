import { type APIInteraction, PermissionFlagsBits } from 'discord.js'
import type { Actor, BotEvent, ChannelRef, Interaction, Translate, TranslateIn } from '#bot'
import { languageOf } from '#bot'
import { nameOf } from './events.ts'
import { missingPermissions } from './permissions.ts'
import { channelRef, DIRECT, isThread, takesThreads } from './refs.ts'
import type { Responder, ResponderContext } from './responder.ts'

export type InteractionContext = ResponderContext &
  Readonly<{
    translate: TranslateIn
    /** Passes an event to the bot; resolves false if its handler failed. */
    emit(event: BotEvent): Promise<boolean>
  }>

/** The person behind an interaction. In a direct message nobody manages the space. */
export function actorOf(interaction: APIInteraction): Actor {
  const space = interaction.guild_id ?? DIRECT
  const user = interaction.member?.user ?? interaction.user
  const locale = 'locale' in interaction ? { locale: interaction.locale } : {}
  return {
    platform: 'discord',
    space,
    user: user?.id ?? '',
    name: user ? nameOf(user, interaction.member?.nick) : '',
    admin: allows(
      interaction.member?.permissions ?? '0',
      PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator,
    ),
    ...locale,
  }
}

export function channelOf({ guild_id, channel, channel_id }: APIInteraction): ChannelRef {
  const parent = channel && isThread(channel.type) && 'parent_id' in channel ? channel.parent_id : undefined
  return channelRef(guild_id, channel?.id ?? channel_id ?? '', parent)
}

function allows(permissions: string, any: bigint): boolean {
  return (BigInt(permissions) & any) !== 0n
}

/** The common part of all events of an interaction. */
export function baseOf(interaction: APIInteraction, answer: Responder): Interaction {
  return {
    id: interaction.id,
    actor: actorOf(interaction),
    channel: channelOf(interaction),
    ...(interaction.guild_locale ? { spaceLocale: interaction.guild_locale } : {}),
    // If Discord does not say what the bot may do, the attempt itself will show it.
    missing:
      interaction.app_permissions === undefined
        ? []
        : missingPermissions(BigInt(interaction.app_permissions)),
    threads: interaction.channel !== undefined && takesThreads(interaction.channel.type),
    defer: answer.defer,
    reply: answer.reply,
    tell: answer.tell,
    openForm: answer.openForm,
  }
}

/** The texts in the person's own language where the bot speaks it, else in the guild's, else in English. */
export function translatorFor(
  context: Pick<InteractionContext, 'translate'>,
  interaction: APIInteraction,
): Translate {
  const locale = 'locale' in interaction ? interaction.locale : undefined
  return context.translate(languageOf(locale) ?? languageOf(interaction.guild_locale) ?? 'en')
}
