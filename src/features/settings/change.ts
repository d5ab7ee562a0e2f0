import type { Language, Message, Translate } from '#bot'
import { type Caller, readingLanguage, requireOrganiser } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import { addOrganiser, type Group, listOrganisers, removeOrganiser, updateGroup } from '../groups/store.ts'
import { settingsCard } from './cards.ts'
import { checkMinutes } from './rules.ts'
import { checkTimeZone } from './time-zone.ts'

/** As typed after `/settings`; people as their ids. */
export type SettingsOptions = Readonly<{
  language?: Language | undefined
  timeZone?: string | undefined
  minutes?: number | undefined
  addOrganiser?: string | undefined
  removeOrganiser?: string | undefined
}>

/**
 * Changes what is given and shows the settings as they then are, in the group's new language.
 * @throws UserError when the caller is no organiser, or a value is wrong: then nothing changes
 */
export async function changeSettings(
  { db, clock, texts, peers }: FeatureDeps,
  caller: Caller,
  options: SettingsOptions,
): Promise<Message> {
  requireOrganiser(caller)
  const { actor, group: before } = caller
  const at = clock.now()
  const changes = checked(options, at, caller.t)
  const person = (user: string) => ({ ...caller.user, user })
  await db.transaction(async (tx) => {
    await updateGroup(tx, before.id, changes)
    if (changes.timeZone !== undefined) await peers.schedule.onTimeZone(tx, before.id)
    if (options.addOrganiser) await addOrganiser(tx, before.id, person(options.addOrganiser))
    if (options.removeOrganiser) await removeOrganiser(tx, before.id, person(options.removeOrganiser))
  })
  const group = { ...before, ...changes }
  const saved = Object.values(options).some((value) => value !== undefined)
  const t = texts.in(readingLanguage(actor, group))
  return settingsCard(t, group, await listOrganisers(db, group.id), { saved, at })
}

function checked(
  { language, timeZone, minutes }: SettingsOptions,
  at: number,
  t: Translate,
): Partial<Omit<Group, 'id'>> {
  return {
    ...(language && { language }),
    ...(timeZone !== undefined && { timeZone: checkTimeZone(timeZone, at, t) }),
    ...(minutes !== undefined && { defaultMinutes: checkMinutes(minutes) }),
  }
}
