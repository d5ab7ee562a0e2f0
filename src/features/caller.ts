import { type Actor, type Language, languageOf, type Translate, UserError, type UserRef } from '#bot'
import type { Db } from '../db/client.ts'
import type { Texts } from '../texts/catalogue.ts'
import { type Group, groupAt, isOrganiser } from './groups/store.ts'

/** The person behind an event: where they are, what they may do, what they read. Resolved once per event. */
export type Caller = Readonly<{
  user: UserRef
  /** The platform's, for texts that name people. */
  actor: Actor
  group: Group
  /** May change settings and schedules, and end other people's mocks. */
  organiser: boolean
  /** The language of private answers: the person's own, else the group's. */
  language: Language
  t: Translate
}>

/** Resolves who acts. A space's first contact makes its group. */
export async function callerOf(
  { db, texts }: Readonly<{ db: Db; texts: Texts }>,
  { actor, spaceLocale }: Readonly<{ actor: Actor; spaceLocale?: string }>,
): Promise<Caller> {
  const group = await groupAt(db, actor, languageOf(spaceLocale))
  const language = readingLanguage(actor, group)
  return {
    user: userOf(actor),
    actor,
    group,
    organiser: await organises(db, actor, group),
    language,
    t: texts.in(language),
  }
}

/** Whether somebody may change the group's settings and schedules. */
export async function organises(db: Db, actor: Actor, group: Group): Promise<boolean> {
  return actor.admin || (await isOrganiser(db, group.id, actor))
}

/** The language that somebody reads: their own, else that of the group where there is one. */
export function readingLanguage({ locale }: Pick<Actor, 'locale'>, group: Group | undefined): Language {
  return languageOf(locale) ?? group?.language ?? 'en'
}

/** A person without name and rights, as it is stored. */
export function userOf({ platform, space, user }: UserRef): UserRef {
  return { platform, space, user }
}

/** The sentences that refuse members who are no organisers. */
type OrganisersOnly = 'error.organisersOnly' | 'error.scheduleOrganisers' | 'problem.refused.organisersOnly'

/**
 * Lets organisers pass.
 * @throws UserError with the sentence of `key` for anybody else
 */
export function requireOrganiser({ organiser }: Caller, key: OrganisersOnly = 'error.organisersOnly'): void {
  if (!organiser) throw new UserError(key)
}
