import { apiErrors } from '../api-error.ts'
import type { Interaction } from '../interaction.ts'
import { checkMessage } from '../limits-message.ts'
import { type FakeMessage, FLAG } from '../message.ts'
import { deleteMessage, editMessage } from '../posting.ts'
import { type Answer, bodyObject, type Call, NO_CONTENT, ok, type Route } from '../router.ts'
import { messageJson } from '../wire-message.ts'
import { answerWith, fillLoading } from './interactions.ts'

const MESSAGE = '/webhooks/:application/:token/messages/:message'

export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: '/webhooks/:application/:token', open: true, handle: followUp },
  {
    method: 'GET',
    path: MESSAGE,
    open: true,
    handle: (call) => ok(messageJson(call.world, answerOf(call, interactionOf(call)))),
  },
  { method: 'PATCH', path: MESSAGE, open: true, handle: edit },
  {
    method: 'DELETE',
    path: MESSAGE,
    open: true,
    handle(call) {
      deleteMessage(call.world, answerOf(call, interactionOf(call)))
      return NO_CONTENT
    },
  },
]

/** The webhook exists from the acknowledgement until the token's 15 minutes are over. */
function interactionOf(call: Call): Interaction {
  const interaction = call.world.interactions.get(call.param('token'))
  if (!interaction || call.param('application') !== call.world.bot.id) throw apiErrors.unknownWebhook()
  if (interaction.expired) throw apiErrors.invalidWebhookToken()
  if (interaction.result.acked === undefined) throw apiErrors.unknownWebhook()
  return interaction
}

/** One of the interaction's own answers, or the message whose component was used. */
function answerOf(call: Call, interaction: Interaction): FakeMessage {
  const id = call.param('message')
  const own = [...interaction.result.messages, interaction.original, interaction.source]
  const message = id === '@original' ? interaction.original : own.find((m) => m?.id === id)
  if (!message || message.deleted) throw apiErrors.unknownMessage()
  return message
}

function followUp(call: Call): Answer {
  const { world, files } = call
  const interaction = interactionOf(call)
  const body = checkMessage(bodyObject(call), { files })
  // The first followup takes the place of "thinking…", and keeps its privacy.
  const { original } = interaction
  const thinking = original?.loading && !original.deleted ? original : undefined
  if (thinking) fillLoading(world, thinking, body, files)
  return ok(messageJson(world, thinking ?? answerWith(world, interaction, body, files)))
}

function edit(call: Call): Answer {
  const { world, files } = call
  const interaction = interactionOf(call)
  const message = answerOf(call, interaction)
  const body = checkMessage(bodyObject(call), { files, existing: message })
  const flags = (body.flags ?? 0) & (FLAG.componentsV2 | FLAG.suppressEmbeds)
  const settled = { ...body, ...(body.flags !== undefined && { flags }) }
  if (message.loading) fillLoading(world, message, settled, files)
  else editMessage(world, message, settled, files)
  if (message === interaction.source) interaction.result.updated = message
  return ok(messageJson(world, message))
}
