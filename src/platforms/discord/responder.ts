import {
  type APIInteraction,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  type RawFile,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js'
import type { Translate } from '#bot'
import {
  type AnswerMode,
  checkForm,
  type Form,
  type FormDrafts,
  fitsModal,
  type Interaction,
  type Message,
  PlatformError,
  type UserRef,
} from '#bot'
import type { Log } from '../log.ts'
import { codeOf, isLostInteraction, isUnanswered, speaking, toPlatformError } from './errors.ts'
import { drawModal } from './modal.ts'
import { drawPanel } from './panel.ts'
import { render, renderEdit } from './render.ts'

export type ResponderContext = Readonly<{ rest: REST; log: Log; drafts: FormDrafts }>

type State = 'open' | 'thinking' | 'acknowledged' | 'lost'
type Body = Readonly<Record<string, unknown>>

export type Responder = Pick<Interaction, 'defer' | 'reply' | 'tell' | 'openForm'> &
  Readonly<{
    /** Called after the handler: acknowledges if it did not, and removes a "thinking…" without a reply. */
    settle(): Promise<void>
    /** Sends a first response as it is. */
    respond(body: Body): Promise<void>
    /** Changes the message with the component; only after `respond`, or `defer` on a panel. */
    editSource(body: Body): Promise<void>
  }>

/**
 * Answers one interaction. Discord requires one first response within 3 s, then accepts more for 15 minutes.
 * @param onPanel the message with the component is the platform's own panel: no "thinking…" is shown
 */
export function createResponder(
  { rest, log, drafts }: ResponderContext,
  interaction: APIInteraction,
  user: UserRef,
  t: Translate,
  onPanel = false,
): Responder {
  let state: State = 'open'
  /** The next reply changes the message with the component. */
  let replaces = false
  const original = Routes.webhookMessage(interaction.application_id, interaction.token, '@original')
  const hasSource = 'message' in interaction && interaction.message !== undefined

  /**
   * Makes a request that brings the answer to the state `next`; a refusal leaves the state as it was. If the
   * interaction can't be answered any more, that is only logged.
   */
  async function advance(next: State, work: () => Promise<unknown>): Promise<void> {
    if (state === 'lost') return
    const before = state
    state = next
    try {
      await work()
    } catch (error) {
      const code = codeOf(error)
      // An attempt whose response was lost has answered, so more answers can follow.
      const answered = code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged
      if (!answered) state = isLostInteraction(error) ? 'lost' : before
      if (!isLostInteraction(error)) throw toPlatformError(error)
      log.info({ code, interaction: interaction.id }, 'an interaction could not be answered any more')
    }
  }

  async function respond(body: Body): Promise<void> {
    const deferred = body.type === InteractionResponseType.DeferredChannelMessageWithSource
    const route = Routes.interactionCallback(interaction.id, interaction.token)
    const send = () => rest.post(route, { body, auth: false })
    // After a broken connection the request can be repeated at once: Discord accepts only one first response.
    await advance(deferred ? 'thinking' : 'acknowledged', () =>
      send().catch((error) => (isUnanswered(error) ? send() : Promise.reject(error))),
    )
  }

  /** Removes a "thinking…" that nothing replaces. */
  async function dismiss(): Promise<void> {
    if (state === 'thinking') await advance('acknowledged', () => rest.delete(original, { auth: false }))
  }

  /** A response after the first; it replaces "thinking…" if that is still shown. */
  async function say(body: Body, files: readonly RawFile[]): Promise<void> {
    if (state === 'thinking')
      return await advance('acknowledged', () =>
        rest.patch(original, { body, files: [...files], auth: false }),
      )
    const flags = Number(body.flags ?? 0) | MessageFlags.Ephemeral
    const route = Routes.webhook(interaction.application_id, interaction.token)
    await advance(state, () => rest.post(route, { body: { ...body, flags }, files: [...files], auth: false }))
  }

  async function defer(mode: AnswerMode): Promise<void> {
    // A modal must be the first response.
    if (state !== 'open' || mode === 'form') return
    replaces = mode === 'replace' && !onPanel && standsPrivately(interaction)
    const update = onPanel || replaces || (mode === 'silent' && hasSource)
    await respond(
      update
        ? { type: InteractionResponseType.DeferredMessageUpdate }
        : {
            type: InteractionResponseType.DeferredChannelMessageWithSource,
            data: { flags: MessageFlags.Ephemeral },
          },
    )
  }

  const replace = (message: Message) =>
    speaking(async () => {
      const { body, files } = renderEdit(message)
      replaces = false
      await advance('acknowledged', () => rest.patch(original, { body, files: [...files], auth: false }))
    })

  const tell = (message: Message) =>
    speaking(async () => {
      const wires = render(message)
      await defer('private')
      for (const { body, files } of wires) await say(body, files)
    })

  return {
    defer,
    respond,
    reply: (message) => (replaces ? replace(message) : tell(message)),
    tell,
    openForm: (form: Form) =>
      speaking(async () => {
        checkForm(form)
        // A modal must be the first response, and can't answer a modal.
        const modal = state === 'open' && interaction.type !== InteractionType.ModalSubmit && fitsModal(form)
        if (modal) return await respond({ type: InteractionResponseType.Modal, data: drawModal(form, t) })
        if (form.fields.some(({ kind }) => kind === 'file'))
          throw new PlatformError('invalid', 'A form that takes a file must be the first answer.')
        const panel = drawPanel(await drafts.open(user, form), 0, t)
        if (state !== 'open') return await say(panel, [])
        const data = { ...panel, flags: panel.flags | MessageFlags.Ephemeral }
        await respond({ type: InteractionResponseType.ChannelMessageWithSource, data })
      }),
    settle: async () => {
      await defer('silent')
      await dismiss()
    },
    editSource: (body) => advance(state, () => rest.patch(original, { body, auth: false })),
  }
}

/** Whether only the person who used the component sees its message. */
function standsPrivately(interaction: APIInteraction): boolean {
  const flags = ('message' in interaction && interaction.message?.flags) || 0
  return (flags & MessageFlags.Ephemeral) !== 0
}
