import type { Note } from '../difference.ts'
import { type Posted, type Token, tokenOf } from './posted.ts'
import type { Stored } from './stored.ts'

const STAGES = ['Requirements', 'Metrics', 'Data', 'Features', 'Model', 'Serving', 'Monitoring', 'Q&A buffer']

/** No delivery stands there twice, and each comes after those that were enqueued before it. */
export function compareOrder(posts: readonly Posted[], where: string, note: Note): void {
  const seen = new Set<string>()
  let before: readonly [number, number] = [0, 0]
  for (const { delivery, first } of posts) {
    if (!delivery) continue
    const key = delivery.join('.')
    if (seen.has(key)) note('doubled', `${where}: delivery ${key} was posted twice: ${head(first)}`)
    else if (delivery[0] < before[0] || (delivery[0] === before[0] && delivery[1] < before[1]))
      note('misordered', `${where}: delivery ${key} came after ${before.join('.')}: ${head(first)}`)
    seen.add(key)
    before = delivery
  }
}

/** The thread tells the whole course of the mock, once and in order. */
export function compareCourse(
  posts: readonly Posted[],
  stored: Stored,
  refused: ReadonlySet<string>,
  note: Note,
): void {
  const tokens = posts.flatMap((post) => tokenOf(post) ?? [])
  compareStages(tokens, stored, note)
  compareSayings(tokens, stored, refused, note)
  const ends = ['opening', 'scoring', 'debrief', 'minutes', 'design', 'diagrams'] as const
  for (const kind of ends) {
    const count = tokens.filter((token) => token.kind === kind).length
    if (count === 0) note('lost', `the thread has no ${kind}`)
    if (count > 1) note('doubled', `the thread has ${count} times ${kind}`)
  }
  const order = tokens.map(({ kind }) => RANKS[kind] ?? 1)
  if (order.some((rank, index) => rank < (order[index - 1] ?? 0)))
    note('misordered', `the thread goes: ${tokens.map(({ kind }) => kind).join(' ')}`)
}

const RANKS: Readonly<Record<string, number>> = {
  opening: 0,
  scoring: 2,
  debrief: 3,
  minutes: 4,
  words: 5,
  design: 6,
  diagrams: 7,
}

function compareStages(tokens: readonly Token[], { state }: Stored, note: Note): void {
  const last = state.timeline?.stage ?? 0
  const told = tokens.flatMap((token) => {
    if (token.kind === 'scoring') return token.missed.map((name) => STAGES.indexOf(name))
    if (token.kind !== 'stage') return []
    return [...token.missed.map((name) => STAGES.indexOf(name)), token.stage]
  })
  for (let stage = 0; stage <= last; stage++) {
    const count = told.filter((each) => each === stage).length
    if (count === 0) note('lost', `stage ${stage + 1} was never announced`)
    if (count > 1) note('doubled', `stage ${stage + 1} was announced ${count} times`)
  }
  if (told.some((stage, index) => stage < (told[index - 1] ?? 0)))
    note('misordered', `stages were announced in the order ${told.map((stage) => stage + 1).join(' ')}`)
  if (told.some((stage) => stage > last || stage < 0)) note('wrong', `stages ${told.join(' ')} of ${last}`)
}

const SAYINGS = ['paused', 'resumed', 'extended', 'curveball']

/** Each press that counted is said in its order and in its stage. */
function compareSayings(
  tokens: readonly Token[],
  { state }: Stored,
  refused: ReadonlySet<string>,
  note: Note,
): void {
  let stage = 0
  const said: string[] = []
  for (const token of tokens)
    if (token.kind === 'stage') stage = token.stage
    else if (SAYINGS.includes(token.kind)) said.push(`${token.kind}@${stage + 1}`)
  const counted = (state.log ?? [])
    .filter(({ kind }) => SAYINGS.includes(kind) && !refused.has(kind))
    .map((entry) => `${entry.kind}@${entry.stage + 1}`)
  if (said.join(' ') === counted.join(' ')) return
  const sorted = (all: readonly string[]) => all.toSorted().join(' ')
  const kind =
    sorted(said) === sorted(counted) ? 'misordered' : said.length > counted.length ? 'doubled' : 'lost'
  note(kind, `said: ${said.join(' ')}; what counted: ${counted.join(' ')}`)
}

/** In the end no card offers what is over, and the lobby tells how it went. */
export function compareEnds(lobby: readonly Posted[], posts: readonly Posted[], note: Note): void {
  for (const post of posts)
    if (post.buttons.length > 0)
      note('wrong', `a card still offers ${post.buttons.join(', ')}: ${head(post.last)}`)
  if (lobby.length !== 1)
    note(lobby.length > 1 ? 'doubled' : 'lost', `${lobby.length} messages in the channel`)
  const card = lobby[0]?.last ?? ''
  if (!card.includes('the debrief is in the thread'))
    note('lost', `the lobby does not say it is done: ${head(card)}`)
}

function head(text: string): string {
  return text.replace(/\s+/gu, ' ').slice(0, 90)
}
