import { ComponentType, InteractionType } from 'discord.js'
import { z } from 'zod'
import { attachment, channel, id, user } from './packets.ts'

/** A set of permissions: the digits of a large number. */
const permissions = z.string().regex(/^\d{1,30}$/u)

/** The part of an interaction that all kinds have. */
const base = z.object({
  id,
  application_id: id,
  token: z.string().min(1),
  type: z.number(),
  guild_id: id.optional(),
  channel_id: id.optional(),
  channel: channel.optional(),
  locale: z.string().optional(),
  guild_locale: z.string().optional(),
  app_permissions: permissions.optional(),
  user: user.optional(),
  member: z.object({ user, nick: z.string().nullish(), permissions: permissions.optional() }).optional(),
  message: z.object({ flags: z.number().optional() }).optional(),
})

const option = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
})
const command = z.object({
  type: z.number(),
  name: z.string(),
  options: z.array(option.extend({ options: z.array(option).optional() })).optional(),
})

const SELECTS: ReadonlySet<number> = new Set([ComponentType.StringSelect, ComponentType.FileUpload])
const component = z
  .object({ custom_id: z.string(), component_type: z.number(), values: z.array(z.string()).optional() })
  .refine(({ component_type, values }) => !SELECTS.has(component_type) || values !== undefined)

const input = z
  .object({
    type: z.number(),
    custom_id: z.string().optional(),
    value: z.string().optional(),
    values: z.array(z.string()).optional(),
  })
  .refine(({ type, custom_id, value, values }) => {
    if (type === ComponentType.TextInput) return custom_id !== undefined && value !== undefined
    return !SELECTS.has(type) || (custom_id !== undefined && values !== undefined)
  })
const modal = z.object({
  custom_id: z.string(),
  components: z.array(z.object({ component: input.optional(), components: z.array(input).optional() })),
  resolved: z.object({ attachments: z.record(z.string(), attachment).optional() }).optional(),
})

const DATA: Readonly<Record<number, z.ZodType>> = {
  [InteractionType.ApplicationCommand]: command,
  [InteractionType.ApplicationCommandAutocomplete]: command.required(),
  [InteractionType.MessageComponent]: component,
  [InteractionType.ModalSubmit]: modal,
}

/** @throws ZodError for an interaction that lacks what is read, or has it of another type */
export function checkInteraction(interaction: unknown): void {
  const { type } = base.parse(interaction)
  const data = DATA[type]
  if (data) z.object({ data }).parse(interaction)
}
