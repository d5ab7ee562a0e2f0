import type { DbOrTx } from '../../db/client.ts'
import { findSlot } from '../../durable/outbox/index.ts'
import type { PostedRequest } from './cards/reviews-card.ts'
import type { Challenge } from './store/challenges.ts'
import type { ReviewRequest } from './store/review-requests.ts'
import { slotOf, streamOf } from './streams.ts'

/** The requests whose submissions are posted in the thread, each with its message. */
export async function findPosted(
  db: DbOrTx,
  { id }: Challenge,
  requests: readonly ReviewRequest[],
): Promise<readonly PostedRequest[]> {
  const found: PostedRequest[] = []
  for (const request of requests) {
    const message = await findSlot(db, streamOf(id), slotOf(request.submissionId))
    if (message) found.push({ request, message })
  }
  return found
}
