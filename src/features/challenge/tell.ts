import { channelToken, textMessage, timeToken } from '#bot'
import type { Tx } from '../../db/client.ts'
import { tell } from '../answers/posts.ts'
import type { FeatureDeps } from '../feature.ts'
import type { ChallengeEffect } from './rules/state.ts'
import type { Submission } from './store/submissions.ts'
import { memberOf, type View } from './view.ts'

type EffectOf<Kind extends ChallengeEffect['kind']> = Extract<ChallengeEffect, { kind: Kind }>

/** Tells an author privately what somebody else did with their submission. */
export async function tellAuthor(
  tx: Tx,
  { challenge, problem, t }: View,
  { author, number }: Submission,
  what: EffectOf<'author-told'>['what'],
): Promise<void> {
  const text = t(`challenge.yours.${what}`, {
    number,
    problem: problem.title,
    deadline: timeToken(challenge.deadlineAt, 'date'),
  })
  await tell(tx, memberOf(challenge, author), textMessage(text))
}

const UNPOSTED = {
  gone: 'challenge.unposted.gone',
  forbidden: 'challenge.unposted.forbidden',
  invalid: 'challenge.unposted.invalid',
} as const

/** Tells the person who last changed the schedule why its challenge could not be posted. */
export async function tellOrganiser(
  { peers }: Pick<FeatureDeps, 'peers'>,
  tx: Tx,
  { challenge, problem, t }: View,
  reason: EffectOf<'organiser-told'>['reason'],
): Promise<void> {
  const schedule = await peers.schedule.ownerOf(tx, challenge.scheduleId)
  if (!schedule) return
  const text = t('challenge.unposted.told', {
    problem: problem.title,
    channel: channelToken(challenge.channel),
    why: t(UNPOSTED[reason]),
    handle: `#${schedule.number}`,
  })
  await tell(tx, schedule.changedBy, textMessage(text))
}
