import { z } from 'zod'
import type { Localized } from '#bot'
import { type Flaw, flaw } from './mistakes.ts'
import { STAGE_IDS } from './stages.ts'
import { traditional } from './traditional.ts'

export const stageId = z.enum(STAGE_IDS)
export const text = (max: number) => z.string().trim().min(1).max(max)
/** A text for labels, thread names and lists. */
export const line = (max: number) =>
  text(max).refine((value) => !/[\r\n\u2028\u2029]/u.test(value), { params: flaw('oneLine') })
/** Twice the length of our longest list; a card could not show more of a group's own problem. */
export const list = <T extends z.ZodType>(item: T, min: number, max = 16) =>
  z.array(item).min(min).max(max).readonly()
/** A text in both languages in which content is written. */
export const both = (en: number, zh = en) => localized(text(en), text(zh))
/** Content is written in English and simplified Chinese; texts for Taiwan are made of the latter. */
export const localized = (en: z.ZodType<string>, zh: z.ZodType<string>) =>
  z
    .strictObject({ en, zh })
    .transform((written): Localized => ({ ...written, 'zh-TW': traditional(written.zh) }))
    .readonly()
export const id = z
  .string()
  .refine((value) => /^[a-z]+(-[a-z]+)*$/u.test(value), { params: flaw('kebabCase') })

/** Adds a flaw to those that a schema finds by itself. */
export function addFlaw(ctx: z.RefinementCtx, path: readonly PropertyKey[], params: Flaw): void {
  ctx.addIssue({ code: 'custom', path: [...path], params })
}
