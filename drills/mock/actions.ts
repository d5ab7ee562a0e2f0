import { click, count, persist } from '../people.ts'
import type { Place, Private, Written } from '../service.ts'
import { pause } from '../wait.ts'
import type { Pressed } from './event-log.ts'
import { openPrivately, type Room } from './lobby.ts'
import type { Action, Seat, Step } from './plan.ts'

/** The delay before a person reacts to a message or takes a reaction back. */
const REACTION_MS = 900
/** The delay before a person edits a message. */
const TYPING_MS = 100
const SCORING = 'Time to score'
const STAGE = /^## (\d)\/8 · /mu

/** A room with its thread, and the candidate's messages there by their keys. */
export type Session = Room & Readonly<{ thread: Place; posts: Map<string, Written>; began: number }>

/** People see that the mock is over. */
export function isOver({ thread }: Session): boolean {
  return count(thread, SCORING) > 0
}

/** Bot time of a step, in milliseconds. */
async function untilMinute({ fixture, began }: Session, minute: number): Promise<void> {
  const left = (began + minute * 60_000 - fixture.now()) / fixture.speed
  if (left > 0) await pause(left)
}

/** One person goes through their part of the plan. */
export async function play(session: Session, seat: Seat): Promise<void> {
  for (const step of session.eventLog.plan.steps.filter(({ who }) => who === seat)) {
    // Open the console first, so that the curveball is thrown at the planned moment.
    const console = step.act.kind === 'curveball' ? await openConsole(session, seat) : undefined
    await untilMinute(session, step.minute)
    if (isOver(session)) return
    await act(session, step, console)
  }
}

async function act(session: Session, { act, who }: Step, console: Private | undefined): Promise<void> {
  switch (act.kind) {
    case 'write':
    case 'rewrite':
    case 'erase':
    case 'file':
      return write(session, act)
    case 'note':
      return note(session, who, act.text)
    case 'curveball':
      return throwCurveball(session, who, console)
    case 'pause':
    case 'resume':
    case 'extend':
    case 'next':
    case 'end':
      return steer(session, who, act.kind)
    default:
      return act satisfies never
  }
}

async function write(
  { thread, members, eventLog, posts }: Session,
  act: Extract<Action, { kind: 'write' | 'rewrite' | 'erase' | 'file' }>,
): Promise<void> {
  const { candidate } = members
  if (act.kind === 'write') {
    const post = candidate.say(thread, act.text)
    posts.set(act.key, post)
    const versions = [{ text: act.text, at: Date.now() }]
    eventLog.written.set(post.id, { id: post.id, versions, erased: false, filings: [] })
    return
  }
  const post = posts.get(act.key)
  const written = post && eventLog.written.get(post.id)
  if (!post || !written || written.erased) return
  await pause(act.kind === 'file' ? REACTION_MS : TYPING_MS)
  if (act.kind === 'erase') {
    candidate.erase(post)
    written.erased = true
  } else if (act.kind === 'file') {
    const before = written.filings.at(-1)
    if (act.stage !== null) candidate.file(post, act.stage)
    else if (before !== undefined && before !== null) candidate.unfile(post, before)
    written.filings.push(act.stage)
  } else {
    candidate.rewrite(post, act.text)
    written.versions.push({ text: act.text, at: Date.now() })
  }
}

const LABELS = { pause: 'Pause', resume: 'Resume', extend: '+2 min', next: 'Next stage', end: 'End' } as const

/** Counts the lines in the thread that such a press leaves. */
function traces({ thread, eventLog }: Session, who: Seat, kind: Pressed): number {
  const me = `<@${eventLog.people[who]}>`
  switch (kind) {
    case 'pause':
      return count(thread, `Paused by ${me}`)
    case 'resume':
      return count(thread, `${me} resumed`)
    case 'extend':
      return count(thread, `${me} added two minutes`)
    case 'curveball':
      return count(thread, 'A change of plan:')
    case 'next':
      return thread.said.filter((message) => STAGE.test(message.text)).length
    case 'end':
      return count(thread, SCORING)
    default:
      return kind satisfies never
  }
}

async function steer(session: Session, who: Seat, kind: keyof typeof LABELS): Promise<void> {
  const { thread, members, eventLog, fixture } = session
  const before = traces(session, who, kind)
  const { attempts, shown, refused } = await persist({
    press: () => click(members[who], thread, LABELS[kind]),
    shown: () => traces(session, who, kind) > before || undefined,
    // There is nothing to resume while the clock runs.
    vain: () => isOver(session) || (kind === 'resume' && !isPaused(session)),
    patienceMs: kind === 'extend' || kind === 'next' ? fixture.patienceMs / 3 : fixture.patienceMs,
  })
  eventLog.tried.push({ kind, by: who, attempts, shown: shown === true })
  const needed = kind === 'pause' || kind === 'end'
  if (!shown && !refused && !isOver(session) && needed)
    eventLog.stuck.push(`${who} never got through with ${kind}`)
}

/** The newest line about the clock says that it is paused. */
function isPaused({ thread }: Session): boolean {
  const last = thread.said.findLast(
    ({ text }) => text.startsWith('Paused by') || / resumed\. /u.test(text) || STAGE.test(text),
  )
  return last?.text.startsWith('Paused by') ?? false
}

async function openConsole(session: Session, who: Seat): Promise<Private | undefined> {
  const { thread, members } = session
  const press = () => click(members[who], thread, 'Console')
  return (await openPrivately(session, press, 'Console:', () => isOver(session))).shown
}

async function throwCurveball(session: Session, who: Seat, console: Private | undefined): Promise<void> {
  const { eventLog, fixture } = session
  if (!console) return
  const before = traces(session, who, 'curveball')
  const { attempts, shown } = await persist({
    press: () => console.press('Curveball'),
    shown: () => traces(session, who, 'curveball') > before || undefined,
    vain: () => isOver(session),
    patienceMs: fixture.patienceMs / 4,
  })
  eventLog.tried.push({ kind: 'curveball', by: who, attempts, shown: shown === true })
}

async function note(session: Session, who: Seat, text: string): Promise<void> {
  const { eventLog, fixture } = session
  const console = await openConsole(session, who)
  if (!console) return
  let attempts = 0
  const saved = await persist({
    press: () =>
      console.fill('Take a note', { Note: text }, () => {
        attempts++
      }),
    shown: (done) => done?.answer('Saved.'),
    vain: () => false,
    patienceMs: fixture.patienceMs,
  })
  eventLog.noted.push({ text, attempts, receipts: saved.shown ? 1 : 0 })
  if (!saved.shown && !isOver(session)) eventLog.stuck.push(`${who} never got the note saved: ${text}`)
}
