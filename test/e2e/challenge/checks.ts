import { CARD, type Group, NAMES, type Name } from '../group/group.ts'
import { numberOf } from './heads.ts'
import { rubric, storedVotes } from './votes.ts'

type Wordings = ReadonlyMap<Name, readonly string[]>
type Scores = ReadonlyMap<string, Readonly<Record<string, string>>>

/** The stored wordings of each person's answer, in order. */
export async function handedIn({ db, members }: Group): Promise<Wordings> {
  const versions = await db.sql<{ author: string; text: string }[]>`
    select s.author, v.text from submission_versions v join submissions s on s.id = v.submission_id
    where s.challenge_id = (select id from challenges order by posted_at desc limit 1)
    order by s.number, v.version`
  const own = (name: Name) => versions.filter(({ author }) => author === members[name].id)
  return new Map(
    NAMES.flatMap((name) => {
      const texts = own(name).map(({ text }) => text)
      return texts.length > 0 ? [[name, texts] as const] : []
    }),
  )
}

/** The stored forms: `reviewer author` -> criterion's name -> level, and the comment. */
export async function scored(group: Group): Promise<Scores> {
  const nameOf = (id: string) => NAMES.find((name) => group.members[name].id === id) ?? id
  const found = new Map<string, Record<string, string>>()
  const put = (voter: string, author: string, label: string, value: string) => {
    const pair = `${nameOf(voter)} ${nameOf(author)}`
    found.set(pair, { ...found.get(pair), [label]: value })
  }
  for (const { voter, author, criterion, level } of await storedVotes(group, 'form'))
    put(
      voter,
      author,
      rubric.criteria.find(({ id }) => id === criterion)?.name.en ?? criterion,
      String(level),
    )
  const comments = await group.db.sql<{ voter: string; author: string; comment: string }[]>`
    select r.voter, s.author, r.comment from reviews r join submissions s on s.answer_id = r.answer_id
    where r.comment <> ''`
  for (const { voter, author, comment } of comments) put(voter, author, 'Comment', comment)
  return found
}

/** The bot's messages by kinds, in the order in which they stand there. */
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
