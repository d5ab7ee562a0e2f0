import { apiErrors, Problems } from '../api-error.ts'
import { CALLBACK, INTERACTION, type Interaction, integrationOwners } from '../interaction.ts'
import { checkMessage } from '../limits-message.ts'
import { checkModal } from '../limits-modal.ts'
import { type FakeMessage, FLAG } from '../message.ts'
import { readModal } from '../modal.ts'
import type { Json, UploadedFile } from '../model.ts'
import { announce, editMessage, fillMessage, type MessageBody, placeMessage } from '../posting.ts'
import { type Answer, bodyObject, type Call, NO_CONTENT, ok, type Route } from '../router.ts'
import { userJson } from '../wire.ts'
import { messageJson } from '../wire-message.ts'
import type { World } from '../world.ts'

export const interactionRoutes: readonly Route[] = [
  { method: 'POST', path: '/interactions/:interaction/:token/callback', open: true, handle: callback },
]

function callback(call: Call): Answer {
  const { world } = call
  const interaction = world.interactions.get(call.param('token'))
  if (!interaction || interaction.id !== call.param('interaction') || interaction.dead)
    throw apiErrors.unknownInteraction()
  if (interaction.result.acked !== undefined) throw apiErrors.alreadyAcknowledged()
  const body = bodyObject(call)
  const type = Number(body.type)
  requireFitting(interaction, type)
  const data = (body.data ?? {}) as Json
  const message = respond(world, interaction, type, data, call.files)
  interaction.result.acknowledge(type)
  return call.query.get('with_response') === 'true'
    ? ok(receipt(world, interaction, type, message))
    : NO_CONTENT
}

/** A modal can't answer a modal, an update needs a component's message, choices answer autocomplete alone. */
function requireFitting(interaction: Interaction, type: number): void {
  const { message, deferredMessage, deferredUpdate, update, autocomplete, modal } = CALLBACK
  const fitting: number[] =
    interaction.type === INTERACTION.autocomplete ? [autocomplete] : [message, deferredMessage]
  if (interaction.source) fitting.push(deferredUpdate, update)
  if (interaction.type === INTERACTION.command || interaction.type === INTERACTION.component)
    fitting.push(modal)
  if (fitting.includes(type)) return
  const problems = new Problems()
  problems.choices(['type'], fitting)
  problems.raise()
}

/** @returns the message that now is `@original` */
function respond(
  world: World,
  interaction: Interaction,
  type: number,
  data: Json,
  files: readonly UploadedFile[],
): FakeMessage | undefined {
  switch (type) {
    case CALLBACK.message: {
      const body = checkMessage(data, { files, path: ['data'] })
      interaction.original = answerWith(world, interaction, body, files)
      break
    }
    case CALLBACK.deferredMessage: {
      const flags = FLAG.loading | (Number(data.flags ?? 0) & FLAG.ephemeral)
      interaction.original = placeAnswer(world, interaction, flags)
      announce(world, 'MESSAGE_CREATE', interaction.original)
      break
    }
    case CALLBACK.deferredUpdate:
      interaction.original = interaction.source
      break
    case CALLBACK.update: {
      interaction.original = interaction.source
      if (!interaction.source) break
      const body = checkMessage(data, { files, path: ['data'], existing: interaction.source })
      editMessage(world, interaction.source, body, files)
      interaction.result.updated = interaction.source
      break
    }
    case CALLBACK.autocomplete:
      interaction.result.choices = checkChoices(data)
      break
    case CALLBACK.modal:
      checkModal(data)
      interaction.result.modal = readModal(data, interaction)
      break
  }
  return interaction.original
}

function checkChoices(data: Json): readonly Readonly<{ name: string; value: string | number }>[] {
  const problems = new Problems()
  const choices = problems.list(['data', 'choices'], data.choices, 0, 25)
  choices.forEach((choice, i) => {
    problems.text(['data', 'choices', i, 'name'], choice.name, 1, 100)
    if (typeof choice.value === 'string') problems.text(['data', 'choices', i, 'value'], choice.value, 1, 100)
  })
  problems.raise()
  return choices as unknown as readonly Readonly<{ name: string; value: string | number }>[]
}

/** A new answer, public or for the person alone, as the body's flags say. */
export function answerWith(
  world: World,
  interaction: Interaction,
  body: MessageBody,
  files: readonly UploadedFile[],
): FakeMessage {
  const message = placeAnswer(world, interaction, Number(body.flags ?? 0) & FLAG.ephemeral)
  fillMessage(world, message, body, files)
  announce(world, 'MESSAGE_CREATE', message)
  return message
}

/** Turns "thinking…" into the answer. */
export function fillLoading(
  world: World,
  message: FakeMessage,
  body: MessageBody,
  files: readonly UploadedFile[],
): void {
  fillMessage(world, message, body, files)
  message.flags &= ~FLAG.loading
  announce(world, 'MESSAGE_UPDATE', message)
}

function placeAnswer(world: World, interaction: Interaction, flags: number): FakeMessage {
  const { channel, member, source } = interaction
  const message = placeMessage(world, {
    channel,
    author: world.bot,
    flags,
    type: interaction.type === INTERACTION.command ? 20 : 0,
    ...((flags & FLAG.ephemeral) !== 0 && { visibleTo: member.user }),
  })
  message.interactionMetadata = {
    id: interaction.id,
    type: interaction.type === INTERACTION.modal ? INTERACTION.component : interaction.type,
    user: userJson(member.user),
    authorizing_integration_owners: integrationOwners(interaction),
    ...(interaction.type !== INTERACTION.command && { interacted_message_id: source?.id ?? interaction.id }),
  }
  interaction.result.messages.push(message)
  return message
}

function receipt(
  world: World,
  interaction: Interaction,
  type: number,
  message: FakeMessage | undefined,
): Json {
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      channel_id: interaction.channel.id,
      ...(interaction.guild && { guild_id: interaction.guild.id }),
      ...(message && {
        response_message_id: message.id,
        response_message_loading: message.loading,
        response_message_ephemeral: message.ephemeral,
      }),
    },
    ...(message && { resource: { type, message: messageJson(world, message) } }),
  }
}
