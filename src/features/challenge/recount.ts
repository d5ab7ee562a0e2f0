import { PlatformError } from '#bot'
import { findSlot } from '../../durable/outbox/index.ts'
import { startWorker, type TakeResult, type Worker } from '../../durable/worker.ts'
import { backoffMs } from '../../kit/backoff.ts'
import { closeIfCounted } from './close.ts'
import type { ChallengeDeps } from './deps.ts'
import { storeReactions } from './react.ts'
import { acceptsVotes } from './rules/deadline.ts'
import { lockChallenge } from './store/challenges.ts'
import {
  claimRecount,
  endRecount,
  lockHeard,
  nextRecount,
  postponeRecount,
  RECOUNT_CHANNEL,
  type RecountClaim,
} from './store/recounts.ts'
import { findSubmission } from './store/submissions.ts'
import { slotOf, streamOf } from './streams.ts'

/** Recounts at the same time; the platforms' rate limits set the pace. */
const CONCURRENCY = 4
/** Reactions that changed while they were read are read again after this time. */
const CHANGED_MS = 250
const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 30_000
/** After about five minutes the stored votes stand, so that no close waits forever. */
const MAX_FAILURES = 14

/** Recounts reactions on request: the platform's state decides. */
export function startRecounts(deps: ChallengeDeps): Worker {
  return startWorker({
    name: 'recounts',
    listen: deps.listen,
    channel: RECOUNT_CHANNEL,
    concurrency: CONCURRENCY,
    takeOne: () => takeOne(deps),
    log: deps.log,
  })
}

async function takeOne(deps: ChallengeDeps): Promise<TakeResult> {
  const platforms = [...deps.platforms.keys()]
  if (platforms.length === 0) return { nextIn: undefined }
  const claim = await claimRecount(deps.db, platforms)
  if (!claim) return { nextIn: await nextRecount(deps.db, platforms) }
  try {
    await count(deps, claim)
  } catch (error) {
    await retryLater(deps, claim, error)
  }
  return 'work'
}

/** Reads the reactions outside of any transaction, then stores them unless they changed meanwhile. */
async function count(deps: ChallengeDeps, claim: RecountClaim): Promise<void> {
  const { db } = deps
  const { submissionId, challengeId, failures } = claim
  const head = await findSlot(db, streamOf(challengeId), slotOf(submissionId))
  const platform = deps.platforms.get(claim.platform)
  if (!head && failures + 1 < MAX_FAILURES)
    return postponeRecount(db, submissionId, waitAfter(failures), true)
  // A head message that was never posted has no reactions.
  const standing = head && 'message' in head ? await platform?.readReactions(head) : undefined
  await db.transaction(async (tx) => {
    const challenge = await lockChallenge(tx, challengeId)
    const heard = await lockHeard(tx, submissionId)
    const submission = await findSubmission(tx, submissionId)
    if (!challenge || heard === undefined || !submission) return
    if (heard !== claim.heard) return postponeRecount(tx, submissionId, CHANGED_MS, false)
    const counts = challenge.phase === 'closing' || acceptsVotes(challenge, deps.clock.now(), submission)
    if (standing && counts) await storeReactions(deps, tx, { challenge, submission }, standing)
    await endRecount(tx, submissionId)
    await closeIfCounted(deps, tx, challenge)
  })
}

const waitAfter = (failures: number) => backoffMs(failures + 1, FIRST_RETRY_MS, LONGEST_RETRY_MS)

async function retryLater(deps: ChallengeDeps, claim: RecountClaim, error: unknown): Promise<void> {
  const { db, log } = deps
  const { submissionId, challengeId, failures } = claim
  const lost = error instanceof PlatformError && error.kind !== 'later'
  const about = { err: error, submission: submissionId, failures: failures + 1 }
  if (!lost && failures + 1 < MAX_FAILURES) {
    log.warn(about, 'reactions could not be counted; trying again')
    const asked = error instanceof PlatformError ? error.retryAfter : undefined
    return postponeRecount(db, submissionId, asked ?? waitAfter(failures), true)
  }
  log.warn(about, 'reactions can not be counted: the stored votes stand')
  await db.transaction(async (tx) => {
    // The challenge first, as everywhere: a close that holds it waits for its submissions.
    const challenge = await lockChallenge(tx, challengeId)
    await endRecount(tx, submissionId)
    if (challenge) await closeIfCounted(deps, tx, challenge)
  })
}
