import { z } from 'zod'
import { flaw } from './mistakes.ts'
import { STAGE_IDS } from './stages.ts'

export const stageId = z.enum(STAGE_IDS)
export const text = (max: number) => z.string().trim().min(1).max(max)
/** A text that stands in labels, names of threads and lists. */
export const line = (max: number) =>
  text(max).refine((value) => !/[\r\n\u2028\u2029]/u.test(value), { params: flaw('oneLine') })
/** Ours have half as much at most; beyond it no card could show what a group's own problem brings. */
export const list = <T extends z.ZodType>(item: T, min: number, max = 16) =>
  z.array(item).min(min).max(max).readonly()
export const both = (en: number, zh = en) => z.strictObject({ en: text(en), zh: text(zh) }).readonly()
export const id = z
  .string()
  .refine((value) => /^[a-z]+(-[a-z]+)*$/u.test(value), { params: flaw('kebabCase') })
