import { click, count, persist, withButton } from '../people.ts'
import type { Sheet } from '../service.ts'
import { must, seen } from '../wait.ts'
import type { Session } from './actions.ts'
import type { Ballot, Seat } from './plan.ts'

const DEBRIEF = 'Debrief: '

/** Votes are open for all to see. */
function isRevealed({ thread }: Session): boolean {
  return count(thread, DEBRIEF) > 0
}

/** One person scores, perhaps twice, and where the plan says so reveals. */
export async function score(session: Session, seat: Seat): Promise<void> {
  const { eventLog, thread, members, fixture } = session
  for (const ballot of eventLog.plan.ballots[seat] ?? []) {
    if (isRevealed(session)) return
    await cast(session, seat, ballot)
  }
  if (eventLog.plan.revealer !== seat) return
  const scored = Object.keys(eventLog.plan.ballots).map((who) => eventLog.people[who as Seat])
  const others = () => thread.said.findLast(({ text }) => text.includes('Has scored:**'))?.text ?? ''
  await must(
    () => isRevealed(session) || scored.every((id) => id === undefined || others().includes(id)),
    fixture.patienceMs,
    `all to have scored in ${thread.name}, as the card says: ${scored.join(' ')}`,
  ).catch((error: unknown) => eventLog.stuck.push(String(error)))
  const { shown } = await persist({
    press: () => click(members[seat], thread, 'Reveal'),
    shown: () => isRevealed(session) || undefined,
    vain: () => false,
    patienceMs: fixture.patienceMs,
  })
  if (!shown) eventLog.stuck.push(`${seat} never got the votes revealed`)
}

async function cast(session: Session, who: Seat, ballot: Ballot): Promise<void> {
  const { eventLog, thread, members, fixture } = session
  const deadline = Date.now() + fixture.patienceMs
  let attempts = 0
  while (Date.now() < deadline) {
    const sheet = await members[who].fillSheet({
      card: () => withButton(thread, 'Score'),
      ballot,
      vain: () => isRevealed(session),
      patienceMs: fixture.patienceMs,
    })
    if (!sheet) break
    const sent = await submit(session, sheet)
    attempts += sent.attempts
    if (sent.receipt) {
      eventLog.cast.push({ who, ballot, attempts, receipt: true })
      return
    }
    if (isRevealed(session)) break
  }
  eventLog.cast.push({ who, ballot, attempts, receipt: false })
  // A refusal says that the votes are open: the card follows soon.
  if (!(await seen(() => isRevealed(session), fixture.patienceMs)))
    eventLog.stuck.push(`${who} never got a receipt for a score`)
}

async function submit({ fixture }: Session, sheet: Sheet) {
  const { attempts, shown } = await persist({
    press: () => sheet.send(),
    shown: (done) => done?.answer('Counted'),
    vain: () => sheet.isGone(),
    patienceMs: fixture.patienceMs,
  })
  return { attempts, receipt: shown !== undefined }
}

/** The debrief stands whole. */
export function isDone({ thread }: Session): boolean {
  return isRevealed({ thread } as Session) && count(thread, 'Its diagrams') > 0
}
