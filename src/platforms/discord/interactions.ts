import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteractionDataOption,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageComponentInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionResponseType,
  InteractionType,
  Routes,
} from 'discord.js'
import {
  type BotEvent,
  type Choice,
  type CommandOptions,
  decodeAction,
  type Interaction,
  textMessage,
} from '#bot'
import { createRecentIds } from '../../kit/recent-ids.ts'
import { shorten } from '../split-text.ts'
import { isLostInteraction, speaking } from './errors.ts'
import { createForms, type Forms } from './forms.ts'
import { actorOf, baseOf, channelOf, type InteractionContext, translatorFor } from './interaction.ts'
import { readFiles, readModal } from './modal.ts'
import { readPanelId } from './panel.ts'
import { checkInteraction } from './raw-interactions.ts'
import { createResponder } from './responder.ts'

/** Far more interactions than a resumed connection repeats. */
const REMEMBERED = 10_000
const CHOICE_LIMIT = 25
const CHOICE_TEXT_LIMIT = 100

/** Turns interactions into events, and answers those with the platform's own panels. */
export function createInteractions(context: InteractionContext) {
  const forms = createForms(context)
  const isNew = createRecentIds(REMEMBERED)
  /** @throws ZodError for an interaction that can't be read */
  return async (interaction: APIInteraction): Promise<void> => {
    checkInteraction(interaction)
    // A resumed connection repeats events; a second answer would replace the first.
    if (isNew(interaction.id)) await handle(context, forms, interaction)
  }
}

async function handle(context: InteractionContext, forms: Forms, interaction: APIInteraction): Promise<void> {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand:
      if (interaction.data.type === ApplicationCommandType.ChatInput)
        await command(context, interaction as APIChatInputApplicationCommandInteraction)
      return
    case InteractionType.ApplicationCommandAutocomplete:
      return await autocomplete(context, interaction)
    case InteractionType.MessageComponent: {
      const panel = readPanelId(interaction.data.custom_id)
      return panel ? await forms.component(interaction, panel) : await component(context, interaction)
    }
    case InteractionType.ModalSubmit: {
      const panel = readPanelId(interaction.data.custom_id)
      if (panel) return await forms.written(interaction, panel)
      const action = decodeAction(interaction.data.custom_id)
      const read = readFiles(interaction.data, translatorFor(context, interaction))
      if ('fault' in read) return await refuse(context, interaction, read.fault)
      const values = readModal(interaction.data)
      const { files } = read
      return await ask(
        context,
        interaction,
        (base) => action && { ...base, kind: 'form', action, values, files },
      )
    }
    default:
      return
  }
}

function command(
  context: InteractionContext,
  interaction: APIChatInputApplicationCommandInteraction,
): Promise<void> {
  const { name } = interaction.data
  const { subcommand, options } = inSubcommand(interaction.data.options ?? [])
  return ask(context, interaction, (base) => ({
    ...base,
    kind: 'command',
    name,
    ...(subcommand !== undefined && { subcommand }),
    options: optionsOf(options),
  }))
}

function component(context: InteractionContext, interaction: APIMessageComponentInteraction): Promise<void> {
  const { data } = interaction
  const action = decodeAction(data.custom_id)
  const value = data.component_type === ComponentType.StringSelect ? data.values[0] : undefined
  return ask(
    context,
    interaction,
    (base) => action && { ...base, kind: 'action', action, ...(value === undefined ? {} : { value }) },
  )
}

/** Tells the reason for a refused form, whose window is closed by then. */
async function refuse(context: InteractionContext, interaction: APIInteraction, why: string): Promise<void> {
  const answer = createResponder(
    context,
    interaction,
    actorOf(interaction),
    translatorFor(context, interaction),
  )
  await answer.tell(textMessage(why))
}

async function ask(
  context: InteractionContext,
  interaction: APIInteraction,
  toEvent: (base: Interaction) => BotEvent | undefined,
): Promise<void> {
  const answer = createResponder(
    context,
    interaction,
    actorOf(interaction),
    translatorFor(context, interaction),
  )
  const event = toEvent(baseOf(interaction, answer))
  if (event) await context.emit(event)
  await answer.settle()
}

type DataOption = APIApplicationCommandInteractionDataOption<InteractionType>

/** A subcommand is the only entry among the options, and holds its own. */
function inSubcommand<O extends DataOption>(
  options: readonly O[],
): Readonly<{ subcommand?: string; options: readonly DataOption[] }> {
  const [first] = options
  return first?.type === ApplicationCommandOptionType.Subcommand
    ? { subcommand: first.name, options: first.options ?? [] }
    : { options }
}

function optionsOf(options: readonly DataOption[]): CommandOptions {
  const values: Record<string, string | number> = {}
  for (const option of options)
    if ('value' in option && (typeof option.value === 'string' || typeof option.value === 'number'))
      values[option.name] = option.value
  return values
}

async function autocomplete(
  { rest, log, emit }: InteractionContext,
  interaction: APIApplicationCommandAutocompleteInteraction,
): Promise<void> {
  const { subcommand, options } = inSubcommand(interaction.data.options)
  const focused = options.find((option) => 'focused' in option && option.focused)
  if (!focused || !('value' in focused)) return
  const send = async (choices: readonly Choice[]) => {
    const data = {
      choices: choices.slice(0, CHOICE_LIMIT).map(({ value, label }) => ({
        name: shorten(label, CHOICE_TEXT_LIMIT),
        value: focused.type === ApplicationCommandOptionType.Integer ? Number(value) : value,
      })),
    }
    const body = { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data }
    try {
      await rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false })
    } catch (error) {
      if (!isLostInteraction(error)) throw error
      log.info({ interaction: interaction.id }, 'suggestions came too late')
    }
  }
  await emit({
    kind: 'autocomplete',
    actor: actorOf(interaction),
    channel: channelOf(interaction),
    name: interaction.data.name,
    ...(subcommand !== undefined && { subcommand }),
    option: focused.name,
    typed: String(focused.value),
    suggest: (choices) => speaking(() => send(choices)),
  })
}
