import type { FakeMember, FakeMessage, InteractionResult } from '../../test/fakes/discord/index.ts'
import { CRITERIA } from '../mock/plan.ts'
import { persist, pressOn } from '../people.ts'
import type { Done, Private, Said, Scoring, Sheet } from '../service.ts'

type DiscordDone = Done & Readonly<{ result: InteractionResult }>

export function doneOf(member: FakeMember, result: InteractionResult): DiscordDone {
  return {
    result,
    get failed() {
      return result.error !== undefined
    },
    get told() {
      return result.ephemeral.find((message) => !message.loading)?.text ?? ''
    },
    answer(text) {
      const found = answered(result, text)
      return found && privateOf(member, found)
    },
  }
}

function answered(result: InteractionResult, text: string): FakeMessage | undefined {
  return result.ephemeral.find((message) => !message.loading && message.text.includes(text))
}

function privateOf(member: FakeMember, message: FakeMessage): Private {
  return {
    press: async (label) => doneOf(member, await member.click(message, label)),
    async fill(label, values, onSent) {
      const opening = await member.click(message, label)
      if (!opening.modal) return doneOf(member, opening)
      onSent()
      return doneOf(member, await member.submit(opening.modal, values))
    },
  }
}

/** Here the rubric is a private message in which one chooses level after level. */
export async function fillSheet(
  member: FakeMember,
  original: (said: Said) => FakeMessage,
  { card, ballot, vain, patienceMs }: Scoring,
): Promise<Sheet | undefined> {
  const click = async (on: FakeMessage, label: string) => doneOf(member, await member.click(on, label))
  const { shown: panel } = await persist({
    press: () => pressOn(card(), (said) => click(original(said), 'Score')),
    shown: (done) => done && answered(done.result, 'Score the answer'),
    vain,
    patienceMs,
  })
  if (!panel) return undefined
  for (const [criterion, level] of Object.entries(ballot)) {
    const chosen = await persist({
      press: async () => doneOf(member, await member.choose(panel, CRITERIA[criterion] ?? '', String(level))),
      shown: (done) => done?.result.updated,
      vain: () => panel.selects.length === 0,
      patienceMs,
    })
    if (!chosen.shown) break
  }
  return {
    send: () => click(panel, 'Submit'),
    // It was sent without an answer, or closed.
    isGone: () => !panel.buttons.includes('Submit'),
  }
}
