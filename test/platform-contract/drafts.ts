import { encodeAction, type Form, type FormDraft, type FormDrafts, type FormValues, type UserRef } from '#bot'

/** Drafts that live as long as the test: what a database would keep across a bot's restart. */
export function memoryDrafts(): FormDrafts & Readonly<{ size(): number }> {
  const drafts = new Map<string, FormDraft>()
  const keyOf = (user: UserRef, formId: string) => `${user.space} ${user.user} ${formId}`
  return {
    size: () => drafts.size,
    async open(user: UserRef, form: Form) {
      const key = keyOf(user, encodeAction(form.action))
      const draft = { form, values: drafts.get(key)?.values ?? {} }
      drafts.set(key, draft)
      return draft
    },
    load: async (user, formId) => drafts.get(keyOf(user, formId)),
    async merge(user, formId, values: FormValues) {
      const key = keyOf(user, formId)
      const draft = drafts.get(key)
      if (!draft) return undefined
      const merged = { form: draft.form, values: { ...draft.values, ...values } }
      drafts.set(key, merged)
      return merged
    },
    async close(user, formId) {
      drafts.delete(keyOf(user, formId))
    },
  }
}
