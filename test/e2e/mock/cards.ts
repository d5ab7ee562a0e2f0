import { expect } from 'vitest'
import { until } from '../../support/until.ts'
import { type Group, type Name, type Post, saying } from '../group/group.ts'

export const STAGES = [
  'Requirements',
  'Metrics',
  'Data',
  'Features',
  'Model',
  'Serving',
  'Monitoring',
  'Q&A buffer',
] as const

/** How the platforms write the same thing. */
export const WORDED = {
  discord: {
    endsAt: /Ends at <t:\d+:t>, <t:\d+:R>/u,
    data: /Data\nMedian: 2\.5 · Votes: 2 · Range: 1–4 · Self: 3/u,
  },
  slack: { endsAt: /Ends at .*, in [67] min\./u, data: /\| Data \| 2\.5 \| 2 \| 1–4 \| 3 \|/u },
  playground: { endsAt: /Ends at time, time/u, data: /Data \| 2\.5 \| 2 \| 1–4 \| 3/u },
} as const

/** The text without the marks of bold. */
export const plain = ({ text }: Pick<Post, 'text'>) => text.replaceAll('*', '')

/** The lobby's card as it is now. */
export async function lobbyOf(group: Group): Promise<Post> {
  return saying(group, 'channel', 'Mock: ')
}

/** Waits until the lobby shows this member, or nobody (`free`), in a seat. */
export async function showsSeat(group: Group, seat: string, who: Name | 'free'): Promise<Post> {
  const holder = who === 'free' ? 'free' : group.mention(who)
  const shows = (post: Post) => seatOf(post, seat).startsWith(holder)
  return until(async () => {
    const lobby = await lobbyOf(group)
    return shows(lobby) && lobby
  })
}

function seatOf(lobby: Post, seat: string): string {
  return new RegExp(`^${seat}:?\\s+(.+)`, 'mu').exec(plain(lobby))?.[1] ?? ''
}

/** The newest message in the thread with this button. */
export function withButton(group: Group, label: string): Promise<Post> {
  return until(async () => (await group.thread()).findLast(({ buttons }) => buttons.includes(label)))
}

/** Presses a control of the clock, and waits for the card that follows. */
export async function control(group: Group, who: Name, label: string, then: RegExp): Promise<Post> {
  await group.members[who].steer(await withButton(group, 'Console'), label)
  return until(async () =>
    (await group.thread()).findLast((post) => post.buttons.includes('Console') && then.test(post.text)),
  )
}

/** Presses a button in the thread. @returns the private answer */
export async function told(group: Group, who: Name, label: string): Promise<string> {
  return (await group.members[who].press(await withButton(group, label), label)).text
}

/** The stages that have a card in the thread, in the order of the cards. */
export function cardsIn(thread: readonly Post[]): readonly string[] {
  return thread.flatMap(({ author, text }) => {
    const name = author === undefined && /^(?:## )?\d\/8 · (.+?) · /mu.exec(text)?.[1]
    return name ? [name] : []
  })
}

/** Ana opens the lobby, and is its candidate. */
export async function openLobby(group: Group): Promise<Post> {
  const answer = await group.members.ana.command('mock', { problem: 'fraud-detection', minutes: 60 })
  expect(answer.text).toContain('The lobby is below')
  return lobbyOf(group)
}

/** Fills in the rubric form. @returns the receipt */
export async function score(
  group: Group,
  who: Name,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  const form = await group.members[who].press(await withButton(group, 'Score'), 'Score')
  return (await form.fill(values, 'Submit')).text
}
