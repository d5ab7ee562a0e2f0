import type { MessageRef } from '#bot'
import { slotOfThread } from '../../durable/outbox/index.ts'
import type { Listener } from '../feature.ts'
import { deleteAnswerPart } from './answer-parts.ts'
import type { MockDeps } from './deps.ts'
import { fileByReaction, refile } from './filing.ts'
import { recordMessage, sourceOf } from './record.ts'
import { onCardDeleted, onPlaceGone } from './repair.ts'
import { mockSlot } from './streams.ts'

export function createListener(deps: MockDeps): Partial<Listener> {
  return {
    async onMessage(event) {
      const ref = event.change === 'deleted' ? event.ref : event.message.ref
      const thread = mockSlot(await slotOfThread(deps.db, ref))
      if (event.change !== 'deleted') {
        if (thread) await recordMessage(deps, thread.stream, event.message, event.id)
      } else if (thread) await forgetMessage(deps, thread.stream, ref, event.id)
      else await onCardDeleted(deps, ref)
    },
    onReaction: (event) => fileByReaction(deps, event),
    onReactionsCleared: (message) => refile(deps, message),
    onGone: (place) => onPlaceGone(deps, place),
  }
}

/** Deletes what a deleted message said. This happens at any time, also after the mock. */
async function forgetMessage(
  { engine }: MockDeps,
  mockId: string,
  ref: MessageRef,
  eventId: string,
): Promise<void> {
  await engine.advance(mockId, (_, at) => ({ kind: 'tick', at }), {
    event: { platform: ref.platform, id: eventId },
    also: async (tx, _, view) => deleteAnswerPart(tx, view, sourceOf(ref)),
  })
}
