import { PlatformError } from '#bot'
import { findSlot } from '../../durable/outbox/index.ts'
import { startWorker, type TakeResult, type Worker } from '../../durable/worker.ts'
import { finishIfCounted } from './close.ts'
import type { FlowDeps } from './deps.ts'
import { storeStanding } from './react.ts'
import { takesVotes } from './rules/phase.ts'
import { getChallenge, lockChallenge } from './store/challenges.ts'
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

/** Recounts side by side; the platforms' own limits keep the pace. */
const CONCURRENCY = 4
/** Reactions moved while they were read: they are read again after so long. */
const MOVED_MS = 250
const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 30_000
/** About five minutes: after that what is stored stands, so that no close waits for ever. */
const MAX_FAILURES = 14

/** Counts reactions on the platform where it was asked for: what stands there is the truth. */
export function startRecounts(deps: FlowDeps): Worker {
  return startWorker({
    name: 'recounts',
    listen: deps.listen,
    channel: RECOUNT_CHANNEL,
    concurrency: CONCURRENCY,
    takeOne: () => takeOne(deps),
    log: deps.log,
  })
}

async function takeOne(deps: FlowDeps): Promise<TakeResult> {
  const platforms = [...deps.platforms.keys()]
  if (platforms.length === 0) return { nextIn: undefined }
  const claim = await claimRecount(deps.db, platforms)
  if (!claim) return { nextIn: await nextRecount(deps.db, platforms) }
  try {
    await count(deps, claim)
  } catch (error) {
    await putOff(deps, claim, error)
  }
  return 'work'
}

/** Reads what stands outside of any transaction, then stores it unless reactions moved meanwhile. */
async function count(deps: FlowDeps, claim: RecountClaim): Promise<void> {
  const { db } = deps
  const { submissionId, challengeId, failures } = claim
  const place = await findSlot(db, streamOf(challengeId), slotOf(submissionId))
  const platform = deps.platforms.get(claim.platform)
  if (!place && failures + 1 < MAX_FAILURES)
    return postponeRecount(db, submissionId, waitAfter(failures), true)
  // Where the head message was never posted there is nothing to count.
  const standing = place && 'message' in place ? await platform?.readReactions(place) : undefined
  await db.transaction(async (tx) => {
    const challenge = await lockChallenge(tx, challengeId)
    const heard = await lockHeard(tx, submissionId)
    const submission = await findSubmission(tx, submissionId)
    if (!challenge || heard === undefined || !submission) return
    if (heard !== claim.heard) return postponeRecount(tx, submissionId, MOVED_MS, false)
    const counts = challenge.phase === 'closing' || takesVotes(challenge, deps.clock.now(), submission)
    if (standing && counts) await storeStanding(deps, tx, { challenge, submission }, standing)
    await endRecount(tx, submissionId)
    await finishIfCounted(deps, tx, challenge)
  })
}

const waitAfter = (failures: number) => Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS)

async function putOff(deps: FlowDeps, claim: RecountClaim, error: unknown): Promise<void> {
  const { db, log } = deps
  const { submissionId, challengeId, failures } = claim
  const lost = error instanceof PlatformError && error.kind !== 'later'
  const about = { err: error, submission: submissionId, failures: failures + 1 }
  if (!lost && failures + 1 < MAX_FAILURES) {
    log.warn(about, 'reactions could not be counted; trying again')
    const asked = error instanceof PlatformError ? error.retryAfter : undefined
    return postponeRecount(db, submissionId, asked ?? waitAfter(failures), true)
  }
  log.warn(about, 'reactions can not be counted: what is stored stands')
  await db.transaction(async (tx) => {
    const challenge = await getChallenge(tx, challengeId)
    const locked = challenge && (await lockChallenge(tx, challenge.id))
    await endRecount(tx, submissionId)
    if (locked) await finishIfCounted(deps, tx, locked)
  })
}
