import { and, eq, lt, sql as statement } from 'drizzle-orm'
import { encodeAction, type FormDrafts, type UserRef } from '#bot'
import type { Db } from '../db/client.ts'
import { toJson } from '../db/columns.ts'
import { formDrafts } from '../db/schema.ts'

/** Stores form drafts, which survive restarts and are shared by all replicas. */
export function createFormDrafts(db: Db): FormDrafts {
  const draft = { form: formDrafts.form, values: formDrafts.values }
  const now = statement`now()`
  return {
    async open(user, form) {
      const [opened] = await db
        .insert(formDrafts)
        .values({ ...owner(user), formId: encodeAction(form.action), form, values: {} })
        .onConflictDoUpdate({
          target: [formDrafts.platform, formDrafts.space, formDrafts.person, formDrafts.formId],
          set: { form, updatedAt: now },
        })
        .returning(draft)
      if (!opened) throw new Error('the form draft was not stored')
      return opened
    },
    async load(user, formId) {
      const [loaded] = await db.select(draft).from(formDrafts).where(isDraft(user, formId))
      return loaded
    },
    async merge(user, formId, values) {
      const [merged] = await db
        .update(formDrafts)
        .set({ values: statement`${formDrafts.values} || ${toJson(values)}::jsonb`, updatedAt: now })
        .where(isDraft(user, formId))
        .returning(draft)
      return merged
    },
    async close(user, formId) {
      await db.delete(formDrafts).where(isDraft(user, formId))
    },
  }
}

/** Deletes drafts that have not changed for a week. */
export async function pruneFormDrafts(db: Db): Promise<void> {
  await db.delete(formDrafts).where(lt(formDrafts.updatedAt, statement`now() - interval '7 days'`))
}

const owner = ({ platform, space, user }: UserRef) => ({ platform, space, person: user })

const isDraft = ({ platform, space, user }: UserRef, formId: string) =>
  and(
    eq(formDrafts.platform, platform),
    eq(formDrafts.space, space),
    eq(formDrafts.person, user),
    eq(formDrafts.formId, formId),
  )
