import type { Group } from '../group/group.ts'

export type StoredPart = Readonly<{
  id: string
  text: string
  stage: number
  filed: number | null
  deleted: boolean
}>

/** The stored parts of the answers, in the order of writing: by HTTP one request may overtake another. */
export async function storedParts({ db }: Pick<Group, 'db'>): Promise<readonly StoredPart[]> {
  const rows = await db.sql<StoredPart[]>`
    select source_id as id, text, stage, filed_stage as filed, deleted_at is not null as deleted
    from answer_parts order by source_id`
  return rows.map((row) => ({ ...row }))
}

export type StoredVote = Readonly<{ voter: string; criterion: string; level: number }>

export async function storedVotes({ db }: Pick<Group, 'db'>): Promise<readonly StoredVote[]> {
  const rows = await db.sql<StoredVote[]>`
    select voter, criterion, level from votes order by voter, criterion`
  return rows.map((row) => ({ ...row }))
}
