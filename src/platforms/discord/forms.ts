import {
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  ComponentType,
  InteractionResponseType,
  MessageFlags,
} from 'discord.js'
import type { FormDraft, FormValues } from '#bot'
import { createQueues } from '../../kit/queues.ts'
import { actorOf, baseOf, type InteractionContext, translatorFor } from './interaction.ts'
import { drawInputs, fieldValue, readModal } from './modal.ts'
import {
  drawClosed,
  drawPanel,
  type PanelMessage,
  pageOfField,
  panelId,
  type readPanelId,
  textsOf,
} from './panel.ts'
import { createResponder, type Responder } from './responder.ts'

type PanelId = NonNullable<ReturnType<typeof readPanelId>>
type PanelInteraction = APIMessageComponentInteraction | APIModalSubmitInteraction

/** Answers interactions with the panel of a long form. All its state is in the drafts, so a restart changes nothing. */
export type Forms = Readonly<{
  component(interaction: APIMessageComponentInteraction, id: PanelId): Promise<void>
  written(interaction: APIModalSubmitInteraction, id: PanelId): Promise<void>
}>

export function createForms(context: InteractionContext): Forms {
  const { drafts } = context
  const inTurn = createQueues()

  /** Saves, then shows the current panel; one at a time, so that the last one drawn has every choice. */
  async function save(
    interaction: PanelInteraction,
    { formId }: PanelId,
    pageIn: (draft: FormDraft) => number,
    valuesIn: (draft: FormDraft) => FormValues,
  ): Promise<void> {
    const user = actorOf(interaction)
    const answer = answerOn(interaction)
    const t = translatorFor(context, interaction)
    await inTurn(`${user.space} ${user.user} ${formId}`, async () => {
      const draft = await drafts.load(user, formId)
      const merged = draft && (await drafts.merge(user, formId, valuesIn(draft)))
      const panel = merged ? drawPanel(merged, pageIn(merged), t) : drawClosed(t('form.closed'))
      await show(answer, panel)
    })
  }

  const answerOn = (interaction: PanelInteraction) =>
    createResponder(context, interaction, actorOf(interaction), translatorFor(context, interaction), true)

  async function write(interaction: APIMessageComponentInteraction, id: PanelId, draft: FormDraft) {
    const data = drawInputs(
      panelId('written', id.index, draft.form),
      draft.form,
      textsOf(draft.form)[id.index] ?? [],
      draft.values,
      translatorFor(context, interaction),
    )
    await answerOn(interaction).respond({ type: InteractionResponseType.Modal, data })
  }

  async function submit(interaction: APIMessageComponentInteraction, id: PanelId, draft: FormDraft) {
    const { form } = draft
    const answer = answerOn(interaction)
    const t = translatorFor(context, interaction)
    const empty = form.fields.filter(
      (field) => field.required && fieldValue(field, draft.values).trim() === '',
    )
    if (empty.length > 0) {
      const content = t('form.missing', { fields: empty.map(({ label }) => label) }).slice(0, 2000)
      const data = { content, flags: MessageFlags.Ephemeral, allowed_mentions: { parse: [] } }
      return await answer.respond({ type: InteractionResponseType.ChannelMessageWithSource, data })
    }
    const values = Object.fromEntries(form.fields.map((field) => [field.id, fieldValue(field, draft.values)]))
    const done = await context.emit({
      ...baseOf(interaction, answer),
      kind: 'form',
      action: form.action,
      values,
      files: {},
    })
    await answer.settle()
    if (!done) return
    await drafts.close(actorOf(interaction), id.formId)
    await answer.editSource(drawClosed(t('form.submitted')))
  }

  return {
    written: (interaction, id) =>
      save(
        interaction,
        id,
        () => 0,
        () => readModal(interaction.data),
      ),

    async component(interaction, id) {
      const { data } = interaction
      if (id.part === 'select' && data.component_type === ComponentType.StringSelect)
        return await save(
          interaction,
          id,
          ({ form }) => pageOfField(form, id.index),
          ({ form }) => {
            const field = form.fields[id.index]
            return field ? { [field.id]: data.values[0] ?? '' } : {}
          },
        )
      const draft = await drafts.load(actorOf(interaction), id.formId)
      const answer = answerOn(interaction)
      const t = translatorFor(context, interaction)
      if (!draft) return await show(answer, drawClosed(t('form.closed')))
      switch (id.part) {
        case 'write':
          return await write(interaction, id, draft)
        case 'page':
          return await show(answer, drawPanel(draft, id.index, t))
        case 'submit':
          return await submit(interaction, id, draft)
        case 'select':
        case 'written':
          return
        default:
          return id.part satisfies never
      }
    },
  }
}

function show(answer: Responder, data: PanelMessage): Promise<void> {
  return answer.respond({ type: InteractionResponseType.UpdateMessage, data })
}
