import type { FakeMessage } from '../test/fakes/discord/index.ts'
import type { Session } from './acts.ts'
import { openPrivately } from './lobby.ts'
import { answered, click, count, persist } from './people.ts'
import { type Ballot, CRITERIA, type Seat } from './plan.ts'
import { must, seen } from './wait.ts'

const DEBRIEF = 'Debrief: '

/** Votes are open for all to see. */
function isRevealed({ thread }: Session): boolean {
  return count(thread, DEBRIEF) > 0
}

/** One person scores, perhaps twice, and where the plan says so reveals. */
export async function score(session: Session, seat: Seat): Promise<void> {
  const { diary, thread, members, town } = session
  for (const ballot of diary.plan.ballots[seat] ?? []) {
    if (isRevealed(session)) return
    await cast(session, seat, ballot)
  }
  if (diary.plan.revealer !== seat) return
  const scored = Object.keys(diary.plan.ballots).map((who) => diary.people[who as Seat])
  const others = () => thread.messages.findLast(({ text }) => text.includes('Has scored:**'))?.text ?? ''
  await must(
    () => isRevealed(session) || scored.every((id) => id === undefined || others().includes(id)),
    town.patienceMs,
    `all to have scored in ${thread.name}, as the card says: ${scored.join(' ')}`,
  ).catch((error: unknown) => diary.stuck.push(String(error)))
  const { shown } = await persist({
    press: () => click(members[seat], thread, 'Reveal'),
    shown: () => isRevealed(session) || undefined,
    vain: () => false,
    patienceMs: town.patienceMs,
  })
  if (!shown) diary.stuck.push(`${seat} never got the votes revealed`)
}

async function cast(session: Session, who: Seat, ballot: Ballot): Promise<void> {
  const { diary, town } = session
  const deadline = Date.now() + town.patienceMs
  let attempts = 0
  while (Date.now() < deadline) {
    const filled = await fill(session, who, ballot)
    if (!filled) break
    const sent = await submit(session, who, filled)
    attempts += sent.attempts
    if (sent.receipt) {
      diary.cast.push({ who, ballot, attempts, receipt: true })
      return
    }
    if (isRevealed(session)) break
  }
  diary.cast.push({ who, ballot, attempts, receipt: false })
  // Whoever was told that the votes are open sees it soon.
  if (!(await seen(() => isRevealed(session), town.patienceMs)))
    diary.stuck.push(`${who} never got a receipt for a score`)
}

/** Opens the rubric and chooses. @returns the panel to submit; undefined when it can't be had any more */
async function fill(session: Session, who: Seat, ballot: Ballot): Promise<FakeMessage | undefined> {
  const { thread, members, town } = session
  const me = members[who]
  const vain = () => isRevealed(session)
  const open = await openPrivately(session, () => click(me, thread, 'Score'), 'Score the answer', vain)
  const panel = open.shown
  if (!panel) return undefined
  for (const [criterion, level] of Object.entries(ballot)) {
    const chosen = await persist({
      press: () => me.choose(panel, CRITERIA[criterion] ?? '', String(level)),
      shown: (result) => result?.updated,
      vain: () => panel.selects.length === 0,
      patienceMs: town.patienceMs,
    })
    if (!chosen.shown) break
  }
  return panel
}

async function submit({ members, town }: Session, who: Seat, panel: FakeMessage) {
  const { attempts, shown } = await persist({
    press: () => members[who].click(panel, 'Submit'),
    shown: (result) => answered(result, 'Counted'),
    // Submitted without a word, or closed: it has to be opened anew.
    vain: () => !panel.buttons.includes('Submit'),
    patienceMs: town.patienceMs,
  })
  return { attempts, receipt: shown !== undefined }
}

/** The debrief stands whole. */
export function isDone({ thread }: Session): boolean {
  return isRevealed({ thread } as Session) && count(thread, 'Its diagrams') > 0
}
