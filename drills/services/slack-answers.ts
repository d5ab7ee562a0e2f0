import type { FakeMember, FakeMessage, FakeView, InteractionResult } from '../../test/fakes/slack/index.ts'
import { CRITERIA } from '../mock/plan.ts'
import { persist, pressOn } from '../people.ts'
import type { Done, Private, Said, Scoring, Sheet } from '../service.ts'
import { seen } from '../wait.ts'

type SlackDone = Done & Readonly<{ result: InteractionResult }>

/** Windows that only say that the bot is loading or that it is done. */
const SILENT: ReadonlySet<string> = new Set(['loading', 'done'])
/** How long somebody waits for a window before they press again. */
const OPENS_MS = 4000

export function doneOf(member: FakeMember, result: InteractionResult): SlackDone {
  return {
    result,
    get failed() {
      return result.error !== undefined
    },
    get told() {
      return privately(result)[0]?.text ?? ''
    },
    answer(text) {
      const found = privately(result).find((each) => each.text.includes(text))
      return found && privateOf(member, found)
    },
  }
}

/** Windows first, then what came as a message. */
function privately(result: InteractionResult): readonly (FakeView | FakeMessage)[] {
  const windows = result.views.filter(({ open, callbackId }) => open && !SILENT.has(callbackId))
  const { messages, ephemeral, dms } = result
  return [...windows.toReversed(), ...messages.filter(({ ephemeral }) => ephemeral), ...ephemeral, ...dms]
}

function privateOf(member: FakeMember, on: FakeView | FakeMessage): Private {
  return {
    press: async (label) => doneOf(member, await member.click(on, label)),
    async fill(label, values, onSent) {
      const opening = await member.click(on, label)
      const form = await seen(() => formOf(opening), opening.error === undefined ? OPENS_MS : 0)
      if (!form) return doneOf(member, opening)
      onSent()
      return doneOf(member, await member.submit(form, values))
    },
  }
}

function formOf({ views }: InteractionResult): FakeView | undefined {
  return views.findLast(({ open, submit }) => open && submit !== undefined)
}

/** Presses in a channel; an open window has to be closed first. */
export async function pressInChannel(
  member: FakeMember,
  message: FakeMessage,
  label: string,
): Promise<SlackDone> {
  if (member.modal) await member.closeView(member.modal, true)
  return doneOf(member, await member.click(message, label))
}

/** Here the rubric is one window. */
export async function fillSheet(
  member: FakeMember,
  original: (said: Said) => FakeMessage,
  { card, ballot, vain, patienceMs }: Scoring,
): Promise<Sheet | undefined> {
  const { shown: form } = await persist({
    press: () => pressOn(card(), (said) => pressInChannel(member, original(said), 'Score')),
    shown: (done) => done && formOf(done.result),
    vain,
    patienceMs,
  })
  if (!form) return undefined
  const values = Object.fromEntries(
    Object.entries(ballot).map(([criterion, level]) => [CRITERIA[criterion] ?? '', String(level)]),
  )
  return {
    send: async () => doneOf(member, await member.submit(form, values)),
    isGone: () => !form.open || form.submit === undefined,
  }
}
