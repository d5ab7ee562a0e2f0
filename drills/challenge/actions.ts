import {
  type Action,
  answersAloud,
  handsIn,
  rewrites,
  scores,
  sendsFile,
  takesBack,
  writes,
} from '../../test/e2e/challenge/actions.ts'
import { heads } from '../../test/e2e/challenge/heads.ts'
import { type Group, NAMES } from '../../test/e2e/group/group.ts'
import type { Random } from '../random.ts'
import { stagesOf } from './model.ts'
import type { Planned, Stage } from './plan.ts'

const LEVELS = ['1️⃣', '2️⃣', '3️⃣', '4️⃣']
const MARKS = ['🎯', '🏢', '🔄', '🛒', '🤹', '🤖', '🙈', '🔕']
/** Means nothing to the bot. */
const OTHER = ['👍', '🎉']

/** @param before the person's earlier actions, by which a draft is known */
export function actionOf(planned: Planned, before: readonly Planned[]): Action {
  const { who } = planned
  switch (planned.kind) {
    case 'write':
      return writes(who, planned.stage, planned.text)
    case 'hand-in':
      return handsIn(who, Object.fromEntries(stagesOf(draftOf(before))))
    case 'file':
      return sendsFile(who, planned.text)
    case 'say':
      return answersAloud(who, planned.text)
    case 'rewrite':
      return rewrites(who, planned.text)
    case 'take-back':
      return takesBack(who)
    case 'score':
      return scores(who, planned.author, planned.levels)
    default:
      return planned satisfies never
  }
}

function draftOf(done: readonly Planned[]): ReadonlyMap<Stage, string> {
  return new Map(done.flatMap((each) => (each.kind === 'write' ? [[each.stage, each.text] as const] : [])))
}

/** A person puts a reaction on an answer, or takes back one that stands. */
export async function reactSomehow(group: Group, random: Random): Promise<void> {
  const who = group.members[random.pick(NAMES)]
  const emoji = random.pick(random.pick([LEVELS, LEVELS, MARKS, OTHER]))
  const chance = random.next()
  const all = await heads(group)
  const head = all[Math.floor(chance * all.length)]
  if (!head) return
  const stands = head.post.reactions.some((each) => each.emoji === emoji && each.people.includes(who.id))
  if (stands) await who.unreact(head.post.id, emoji)
  else await who.react(head.post.id, emoji)
}
