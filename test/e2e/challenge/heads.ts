import { awaited, type Group, type Name, type Post } from '../group/group.ts'

/** The number of the answer whose head message this is; undefined for another, also where the answer was withdrawn. */
export function numberOf({ author, text }: Post): number | undefined {
  const [, number] = /^[#*\s]*Answer (\d+)[*\s]*$/u.exec(text.split('\n')[0] ?? '') ?? []
  return author === undefined && number !== undefined ? Number(number) : undefined
}

/** The head messages of the answers that stand, in their order. */
export async function heads(group: Group): Promise<readonly Readonly<{ number: number; post: Post }>[]> {
  return (await group.thread()).flatMap((post) => {
    const number = numberOf(post)
    return number === undefined ? [] : [{ number, post }]
  })
}

/** The files of this name in the thread: beside the head message or, on Slack, below it. */
export async function filesNamed(group: Group, name: string): Promise<readonly string[]> {
  const files = (await group.thread()).flatMap((post) => (post.author === undefined ? post.files : []))
  return files.filter((file) => file.name === name).map(({ text }) => text)
}

/**
 * The head message of somebody's answer.
 * @throws Cut when the bot dies before it is there
 */
export async function headOf(group: Group, author: Name, limitMs = 60_000): Promise<Post> {
  const look = async () => {
    const [row] = await group.db.sql<{ number: number }[]>`
      select s.number from submissions s join challenges c on c.id = s.challenge_id
      where s.author = ${group.members[author].id} order by c.posted_at desc limit 1`
    return row && (await heads(group)).findLast(({ number }) => number === row.number)?.post
  }
  return awaited(group, look, limitMs)
}

/**
 * Waits until the bot has stored which message shows a person's answer.
 * @throws Cut when the bot dies before
 */
export async function headKept(group: Group, author: Name): Promise<void> {
  const look = async () => {
    const [row] = await group.db.sql`
      select 1 from places p join submissions s on p.slot like '%:' || s.id
      where s.author = ${group.members[author].id} and p.message is not null`
    return row
  }
  await awaited(group, look, 60_000)
}
