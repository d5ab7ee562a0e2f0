import { loadContent } from '../../../src/content/load.ts'
import { vocabularyOf } from '../../../src/features/challenge/rules/vocabulary.ts'
import { CARD, type Group, NAMES, type Name } from '../group/group.ts'
import type { Ledger } from './deeds.ts'
import { heads, numberOf } from './heads.ts'

const { rubric } = loadContent(new URL('../../../content/', import.meta.url))
const vocabulary = vocabularyOf(rubric)

type StoredVote = Readonly<{
  number: number
  author: string
  voter: string
  criterion: string
  level: number
}>

/** Numbers of answers begin anew with each challenge; what stands is looked at in the newest. */
function storedVotes({ db }: Group, source: 'reaction' | 'form'): Promise<StoredVote[]> {
  return db.sql<StoredVote[]>`
    select s.number, s.author, v.voter, v.criterion, v.level from votes v
    join submissions s on s.answer_id = v.answer_id
    where v.source = ${source}
      and s.challenge_id = (select id from challenges order by posted_at desc limit 1)`
}

/**
 * Where stored votes are not what the rule makes of the reactions that stand: one overall level counts; of several
 * the stored one, which must stand, or none, and the voter was told; marks as they stand; nothing of the author.
 */
export async function wrongVotes(group: Group): Promise<readonly string[]> {
  const wrong: string[] = []
  const stored = await storedVotes(group, 'reaction')
  for (const { number, post } of await heads(group)) {
    const ofAnswer = stored.filter((vote) => vote.number === number)
    const author = ofAnswer[0]?.author ?? (await authorOf(group, number))
    for (const name of NAMES) {
      const { id } = group.members[name]
      const votes = ofAnswer.filter(({ voter }) => voter === id)
      const say = (what: string) => void wrong.push(`answer ${number}, ${name}: ${what}`)
      const standing = post.reactions
        .filter(({ people }) => people.includes(id))
        .flatMap(({ emoji }) => vocabulary.markOf(emoji) ?? [])
      const wanted = id === author ? [] : standing
      const marks = (all: readonly Readonly<{ criterion: string }>[]) =>
        all
          .map(({ criterion }) => criterion)
          .filter((criterion) => criterion !== 'overall')
          .toSorted()
          .join()
      if (marks(votes) !== marks(wanted)) say(`${marks(wanted)} stand, ${marks(votes)} are stored`)
      const levels = wanted.filter(({ overall }) => overall).map(({ level }) => level)
      const overall = votes.find(({ criterion }) => criterion === 'overall')?.level
      const counts =
        levels.length === 1
          ? overall === levels[0]
          : overall === undefined
            ? levels.length === 0 || (await wasTold(group, name, number))
            : levels.some((level) => level === overall)
      if (!counts) say(`levels ${levels} stand, ${overall} is stored`)
    }
  }
  return wrong
}

async function authorOf({ db }: Group, number: number): Promise<string | undefined> {
  const [row] = await db.sql<{ author: string }[]>`
    select author from submissions where number = ${number}
      and challenge_id = (select id from challenges order by posted_at desc limit 1)`
  return row?.author
}

async function wasTold(group: Group, name: Name, number: number): Promise<boolean> {
  const told = await group.members[name].dms()
  return told.some(({ text }) => text.startsWith(`On answer ${number} of `) && text.includes('none counts'))
}

/** What people were told was taken and is not there. */
export async function lost(group: Group, { answers, scores }: Ledger): Promise<readonly string[]> {
  const missing: string[] = []
  const versions = await group.db.sql<{ author: string; text: string }[]>`
    select s.author, v.text from submission_versions v join submissions s on s.id = v.submission_id
    order by v.version`
  for (const [name, texts] of answers) {
    const { id } = group.members[name]
    const own = versions.filter(({ author }) => author === id).map(({ text }) => text)
    for (const text of texts) if (!own.includes(text)) missing.push(`${name}: ${text.slice(0, 40)}`)
  }
  const stored = await storedVotes(group, 'form')
  for (const [pair, levels] of scores) {
    const [reviewer, author] = pair.split(' ') as [Name, Name]
    for (const { id, name } of rubric.criteria) {
      const level = stored.find(
        ({ voter, author: of, criterion }) =>
          voter === group.members[reviewer].id && of === group.members[author].id && criterion === id,
      )?.level
      const given = levels[name.en]
      // A later form may have replaced it and its receipt been lost.
      if (given !== undefined && level === undefined) missing.push(`${pair}: ${name.en} ${given}`)
    }
  }
  return missing
}

/** What is stored beside what was acknowledged, once nobody does anything any more: both have to be the same. */
export async function handedIn({ db, members }: Group): Promise<ReadonlyMap<Name, readonly string[]>> {
  const versions = await db.sql<{ author: string; text: string }[]>`
    select s.author, v.text from submission_versions v join submissions s on s.id = v.submission_id
    order by s.number, v.version`
  return new Map(
    NAMES.map((name) => [
      name,
      versions.filter(({ author }) => author === members[name].id).map(({ text }) => text),
    ]),
  )
}

/** `reviewer author` -> criterion's name -> level, and the comment. */
export async function scored(group: Group): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const nameOf = (id: string) => NAMES.find((name) => group.members[name].id === id) ?? id
  const found = new Map<string, Record<string, string>>()
  for (const { voter, author, criterion, level } of await storedVotes(group, 'form')) {
    const pair = `${nameOf(voter)} ${nameOf(author)}`
    const label = rubric.criteria.find(({ id }) => id === criterion)?.name.en ?? criterion
    found.set(pair, { ...found.get(pair), [label]: String(level) })
  }
  const comments = await group.db.sql<{ voter: string; author: string; comment: string }[]>`
    select r.voter, s.author, r.comment from reviews r join submissions s on s.answer_id = r.answer_id
    where r.comment <> ''`
  for (const { voter, author, comment } of comments) {
    const pair = `${nameOf(voter)} ${nameOf(author)}`
    found.set(pair, { ...found.get(pair), Comment: comment })
  }
  return found
}

/** What the bot posted, by kinds, in the order in which it stands there. */
export async function posted(group: Group) {
  const bots = (posts: Awaited<ReturnType<Group['channel']>>) =>
    posts.filter(({ author }) => author === undefined)
  return {
    channel: bots(await group.channel()).flatMap(({ text }) =>
      text.includes('Result: ') ? ['digest'] : text.includes(CARD) ? ['card'] : [],
    ),
    thread: bots(await group.thread()).flatMap((post) => {
      const number = numberOf(post)
      if (number !== undefined) return [`answer ${number}`]
      if (post.text.includes('How to answer')) return ['opening']
      return post.text.includes('A worked design') ? ['design'] : []
    }),
  }
}
