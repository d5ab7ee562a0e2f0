import { and, eq } from 'drizzle-orm'
import type { Language, SpaceRef, UserRef } from '#bot'
import type { DbOrTx } from '../../db/client.ts'
import { groups, organisers, spaces } from '../../db/schema.ts'

export type Group = Readonly<{ id: string; language: Language; timeZone: string; defaultMinutes: number }>

/** The settings of a new group. */
const DEFAULTS = { language: 'en', timeZone: 'UTC', defaultMinutes: 45 } as const

const columns = {
  id: groups.id,
  language: groups.language,
  timeZone: groups.timeZone,
  defaultMinutes: groups.defaultMinutes,
}

/** The group of a space, where it exists. For events that must not create one, such as typing. */
export async function findGroup(db: DbOrTx, { platform, space }: SpaceRef): Promise<Group | undefined> {
  const [group] = await db
    .select(columns)
    .from(spaces)
    .innerJoin(groups, eq(groups.id, spaces.groupId))
    .where(and(eq(spaces.platform, platform), eq(spaces.space, space)))
  return group
}

/**
 * The group of a space, created at the first contact.
 * @param language of a new group
 */
export async function groupAt(
  db: DbOrTx,
  space: SpaceRef,
  language: Language = DEFAULTS.language,
): Promise<Group> {
  const known = await findGroup(db, space)
  if (known) return known
  return db.transaction(async (tx) => {
    const [group] = await tx
      .insert(groups)
      .values({ ...DEFAULTS, language })
      .returning(columns)
    if (!group) throw new Error('an insert returned no group')
    const claimed = await tx
      .insert(spaces)
      .values({ platform: space.platform, space: space.space, groupId: group.id })
      .onConflictDoNothing()
      .returning()
    if (claimed.length > 0) return group
    // A concurrent event created the space's group first.
    await tx.delete(groups).where(eq(groups.id, group.id))
    const theirs = await findGroup(tx, space)
    if (!theirs) throw new Error('a space has no group')
    return theirs
  })
}

export async function updateGroup(
  db: DbOrTx,
  id: string,
  changes: Partial<Omit<Group, 'id'>>,
): Promise<void> {
  if (Object.keys(changes).length > 0) await db.update(groups).set(changes).where(eq(groups.id, id))
}

export async function listOrganisers(db: DbOrTx, groupId: string): Promise<readonly UserRef[]> {
  const { platform, space, user } = organisers
  return db.select({ platform, space, user }).from(organisers).where(eq(organisers.groupId, groupId))
}

export async function isOrganiser(db: DbOrTx, groupId: string, ref: UserRef): Promise<boolean> {
  const found = await db.select({ user: organisers.user }).from(organisers).where(match(groupId, ref))
  return found.length > 0
}

export async function addOrganiser(db: DbOrTx, groupId: string, ref: UserRef): Promise<void> {
  const { platform, space, user } = ref
  await db.insert(organisers).values({ groupId, platform, space, user }).onConflictDoNothing()
}

export async function removeOrganiser(db: DbOrTx, groupId: string, ref: UserRef): Promise<void> {
  await db.delete(organisers).where(match(groupId, ref))
}

function match(groupId: string, { platform, space, user }: UserRef) {
  return and(
    eq(organisers.groupId, groupId),
    eq(organisers.platform, platform),
    eq(organisers.space, space),
    eq(organisers.user, user),
  )
}
