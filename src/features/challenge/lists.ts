import {
  action,
  type Block,
  type Button,
  type Interaction,
  type Message,
  type Translate,
  textMessage,
  timeToken,
} from '#bot'
import { findSlot } from '../../durable/outbox/index.ts'
import type { Caller } from '../caller.ts'
import type { ActionHandler } from '../feature.ts'
import { provisional, scoreTable } from '../review/cards/scorecard.ts'
import { isJudged, scorecard } from '../review/rules.ts'
import { listFormVotes, listReactionVotes } from '../review/store.ts'
import { joined, reactionLine } from './cards/scores.ts'
import type { ChallengeDeps } from './deps.ts'
import { manageBlocks } from './manage.ts'
import { type Challenge, getChallenge, listRunning } from './store/challenges.ts'
import { listOwn, listStanding, type Submission } from './store/submissions.ts'
import { CARD, slotOf, streamOf, THREAD } from './streams.ts'
import { memberOf, viewOf } from './view.ts'

/** Older submissions are found in their threads. */
const OWN_SHOWN = 5
const RUNNING_SHOWN = 5

export function listHandlers(deps: ChallengeDeps): Readonly<Record<string, ActionHandler>> {
  return {
    'challenge.mine': { answer: 'private', run: (_, caller) => ownSubmissions(deps, caller) },
    'challenge.running': {
      answer: 'private',
      run: (event, caller) => runningChallenges(deps, event, caller),
    },
  }
}

/** The running challenges, those of this channel first. */
export async function runningChallenges(
  deps: ChallengeDeps,
  { channel }: Pick<Interaction, 'channel'>,
  { group, user: { platform, space }, t }: Caller,
): Promise<Message> {
  const all = await listRunning(deps.db, { platform, space })
  const here = all.filter((challenge) => challenge.channel.channel === channel.channel)
  const shown = [...here, ...all.filter((challenge) => !here.includes(challenge))].slice(0, RUNNING_SHOWN)
  if (shown.length === 0) return textMessage(await nothingRuns(deps, group.id, t))
  const title = t('challenge.runningTitle')
  const blocks: Block[] = []
  for (const challenge of shown) blocks.push(...(await runningBlocks(deps, challenge, t)))
  return { summary: title, blocks: [{ type: 'heading', text: title }, ...blocks] }
}

async function nothingRuns(deps: ChallengeDeps, groupId: string, t: Translate): Promise<string> {
  const next = await deps.peers.schedule.nextIn(deps.db, groupId)
  return next === undefined
    ? t('challenge.noneRunning')
    : t('challenge.noneRunningNext', { at: timeToken(next, 'date') })
}

async function runningBlocks(
  deps: ChallengeDeps,
  challenge: Challenge,
  t: Translate,
): Promise<readonly Block[]> {
  const { problem } = viewOf(deps, challenge)
  const stream = streamOf(challenge.id)
  const to = (await findSlot(deps.db, stream, THREAD)) ?? (await findSlot(deps.db, stream, CARD))
  const standing = await listStanding(deps.db, challenge.id)
  const link: readonly Button[] = to ? [{ label: t('challenge.goThere'), to }] : []
  return [
    {
      type: 'text',
      text: t('challenge.runningLine', {
        problem: problem.title,
        deadline: timeToken(challenge.deadlineAt, 'date'),
        relative: timeToken(challenge.deadlineAt, 'relative'),
        answers: standing.length,
      }),
    },
    {
      type: 'buttons',
      buttons: [
        {
          label: t('button.submitAnswer'),
          action: action('challenge.answer', challenge.id),
          style: 'primary',
        },
        { label: t('challenge.myReviews'), action: action('challenge.reviews', challenge.id) },
        ...link,
      ],
    },
  ]
}

/** The caller's submissions, with scorecards of closed challenges; organisers can manage all submissions here. */
export async function ownSubmissions(deps: ChallengeDeps, { user, organiser, t }: Caller): Promise<Message> {
  const mine = await listOwn(deps.db, user, user.user, OWN_SHOWN)
  const blocks: Block[] = []
  for (const submission of mine) blocks.push(...(await ownBlocks(deps, submission, t)))
  const title = t('challenge.mySubmissions')
  return {
    summary: title,
    blocks: [
      { type: 'heading', text: title },
      ...(blocks.length > 0 ? blocks : [{ type: 'text', text: t('challenge.noSubmissions') } as const]),
      ...(organiser ? await manageBlocks(deps, user, t) : []),
    ],
  }
}

async function ownBlocks(
  deps: ChallengeDeps,
  submission: Submission,
  t: Translate,
): Promise<readonly Block[]> {
  const challenge = await getChallenge(deps.db, submission.challengeId)
  if (!challenge) return []
  const { content, db } = deps
  const { problem } = viewOf(deps, challenge)
  const place = await findSlot(db, streamOf(challenge.id), slotOf(submission.id))
  const links: readonly Button[] = place
    ? [{ label: t('challenge.answerNumber', { number: submission.number }), to: place }]
    : []
  const change: readonly Button[] =
    challenge.phase === 'open'
      ? [{ label: t('challenge.change'), action: action('challenge.answer', challenge.id) }]
      : []
  const buttons = [...links, ...change]
  const open = challenge.phase === 'closed' || submission.late
  const votes = open ? await listFormVotes(db, submission.answerId) : []
  const criteria = content.rubric.criteria.map(({ id }) => id)
  const rows = scorecard(criteria, votes, memberOf(challenge, submission.author))
  const judged = rows.filter(isJudged)
  const reactions = reactionLine(
    { content, t },
    { reactions: await listReactionVotes(db, submission.answerId) },
  )
  return [
    {
      type: 'text',
      text: joined([
        t(
          `challenge.ownLine.${submission.state === 'withdrawn' ? 'withdrawn' : submission.late ? 'late' : 'standing'}`,
          {
            problem: problem.title,
            number: submission.number,
            version: submission.version,
            at: timeToken(submission.handedInAt, 'date'),
          },
        ),
        open ? provisional(t, rows) : sealed(challenge, t),
        reactions === '' ? '' : `${t('challenge.digest.reactions')} ${reactions}`,
      ]),
    },
    ...(judged.length > 0 ? [scoreTable(content.rubric, challenge.language, t, judged)] : []),
    ...(buttons.length > 0 ? [{ type: 'buttons', buttons } as const] : []),
  ]
}

function sealed({ phase, deadlineAt }: Challenge, t: Translate): string {
  if (phase === 'cancelled') return t('challenge.phase.cancelled')
  return t('challenge.sealed', { deadline: timeToken(deadlineAt, 'date') })
}

/** The bot's page shows the running challenges. */
export async function homeBlocks(
  deps: ChallengeDeps,
  { user: { platform, space }, t }: Caller,
): Promise<readonly Block[]> {
  const running = (await listRunning(deps.db, { platform, space })).slice(0, RUNNING_SHOWN)
  const blocks: Block[] = []
  for (const challenge of running) blocks.push(...(await runningBlocks(deps, challenge, t)))
  const mine: Block = {
    type: 'buttons',
    buttons: [{ label: t('challenge.mySubmissions'), action: action('challenge.mine') }],
  }
  return running.length > 0
    ? [{ type: 'heading', text: t('challenge.runningTitle') } as const, ...blocks, mine]
    : [mine]
}
