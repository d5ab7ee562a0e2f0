import type { Name } from '../../test/e2e/group/group.ts'
import { type Planned, STAGES, type Stage } from './plan.ts'

/** The wordings and forms that must be stored. */
export type Expected = Readonly<{
  /** The wordings of each person's answer, in order. */
  wordings: ReadonlyMap<Name, readonly string[]>
  /** `reviewer author` -> criterion's name -> level. */
  scores: ReadonlyMap<string, Readonly<Record<string, string>>>
}>

/**
 * Derives what must be stored from what people did.
 * @param done confirmed actions, each person's in order
 */
export function expect(done: readonly Planned[]): Expected {
  const wordings = new Map<Name, readonly string[]>()
  const scores = new Map<string, Readonly<Record<string, string>>>()
  const drafts = new Map<Name, Map<Stage, string>>()
  const word = (who: Name, text: string) => wordings.set(who, [...(wordings.get(who) ?? []), text])
  for (const action of done) {
    const { who, kind } = action
    switch (kind) {
      case 'write':
        drafts.set(who, new Map(drafts.get(who)).set(action.stage, action.text))
        break
      case 'hand-in':
        word(who, joined(drafts.get(who) ?? new Map()))
        break
      case 'file':
      case 'say':
      case 'rewrite':
        word(who, action.text)
        break
      case 'take-back':
        // Its wordings stay stored.
        break
      case 'score': {
        // The form opens with what was chosen before.
        const pair = `${who} ${action.author}`
        scores.set(pair, { ...scores.get(pair), ...action.levels })
        break
      }
      default:
        action satisfies never
    }
  }
  return { wordings, scores }
}

/** An answer as it is joined from its stages: by heading in their order. */
function joined(draft: ReadonlyMap<Stage, string>): string {
  return stagesOf(draft)
    .map(([heading, text]) => `## ${heading}\n\n${text}`)
    .join('\n\n')
}

/** The parts of an answer by numbered headings. */
export function stagesOf(draft: ReadonlyMap<Stage, string>): readonly (readonly [string, string])[] {
  return STAGES.flatMap((stage, index) => {
    const text = draft.get(stage)
    return text === undefined ? [] : [[`${index + 1}. ${stage}`, text] as const]
  })
}
