import { content as ourContent } from '../../support/content.ts'
import { type Group, NAMES, type Name, type Post } from '../group/group.ts'
import { heads } from './heads.ts'

export const { rubric } = ourContent

const OVERALL = 'overall'
type Mark = Readonly<{ criterion: string; level: number }>
type StoredVote = Mark & Readonly<{ number: number; author: string; voter: string }>

/** A vote that is not there, or that follows from nothing. */
export type WrongVote = Readonly<{ kind: 'lost' | 'wrong'; what: string }>

/** Platforms differ in whether an emoji carries the sign that asks for its coloured form. */
const bare = (emoji: string) => emoji.replaceAll('\uFE0F', '')

/** The meaning of each emoji that counts, from the rubric alone. */
const MARKS = new Map<string, Mark>([
  ...rubric.levels.map(({ emoji, level }) => [bare(emoji), { criterion: OVERALL, level }] as const),
  ...[...rubric.signals, ...rubric.antiPatterns].map(
    ({ emoji, id }) => [bare(emoji), { criterion: id, level: 1 }] as const,
  ),
])

/** The votes on the answers of the newest challenge. */
export function storedVotes({ db }: Pick<Group, 'db'>, source: 'reaction' | 'form'): Promise<StoredVote[]> {
  return db.sql<StoredVote[]>`
    select s.number, s.author, v.voter, v.criterion, v.level from votes v
    join submissions s on s.answer_id = v.answer_id
    where v.source = ${source}
      and s.challenge_id = (select id from challenges order by posted_at desc limit 1)`
}

/**
 * Compares stored votes with the reactions that stand, by the rule: marks count as they stand; of the overall levels one
 * counts, or none where several stand and the voter was told; the author's own reactions do not count.
 */
export async function wrongVotes(group: Group): Promise<readonly WrongVote[]> {
  const stored = await storedVotes(group, 'reaction')
  const authors = await group.db.sql<{ number: number; author: string }[]>`
    select number, author from submissions
    where challenge_id = (select id from challenges order by posted_at desc limit 1)`
  const wrong: WrongVote[] = []
  for (const { number, post } of await heads(group))
    for (const name of NAMES) {
      const { id } = group.members[name]
      const votes = stored.filter((vote) => vote.number === number && vote.voter === id)
      const isAuthor = authors.some((each) => each.number === number && each.author === id)
      const standing = isAuthor ? [] : marksOf(post, id)
      const found = await compare(group, name, number, votes, standing)
      wrong.push(...found.map(({ kind, what }) => ({ kind, what: `answer ${number}, ${name}: ${what}` })))
    }
  return wrong
}

function marksOf({ reactions }: Post, person: string): readonly Mark[] {
  return reactions
    .filter(({ people }) => people.includes(person))
    .flatMap(({ emoji }) => MARKS.get(bare(emoji)) ?? [])
}

async function compare(
  group: Group,
  name: Name,
  number: number,
  votes: readonly Mark[],
  standing: readonly Mark[],
): Promise<readonly WrongVote[]> {
  const wrong: WrongVote[] = []
  const missingIn = (all: readonly Mark[], from: readonly Mark[]) =>
    from
      .map(({ criterion }) => criterion)
      .filter((mark) => mark !== OVERALL && !all.some(({ criterion }) => criterion === mark))
  for (const mark of missingIn(votes, standing))
    wrong.push({ kind: 'lost', what: `${mark} stands and is not stored` })
  for (const mark of missingIn(standing, votes))
    wrong.push({ kind: 'wrong', what: `${mark} is stored and does not stand` })
  const levels = standing.flatMap(({ criterion, level }) => (criterion === OVERALL ? [level] : []))
  const overall = votes.find(({ criterion }) => criterion === OVERALL)?.level
  const what = `overall levels ${levels} stand, ${overall} is stored`
  if (overall !== undefined && !levels.includes(overall)) wrong.push({ kind: 'wrong', what })
  const none = levels.length > 1 && overall === undefined && (await wasTold(group, name, number))
  if (levels.length > 0 && overall === undefined && !none) wrong.push({ kind: 'lost', what })
  return wrong
}

async function wasTold(group: Group, name: Name, number: number): Promise<boolean> {
  const told = await group.members[name].dms()
  return told.some(
    ({ text }) => text.startsWith(`On answer ${number} of `) && /none (counts|was counted)/u.test(text),
  )
}
