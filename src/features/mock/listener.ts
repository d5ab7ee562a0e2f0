import type { MessageRef } from '#bot'
import { slotOfThread } from '../../durable/outbox/index.ts'
import type { Listener } from '../feature.ts'
import { deleteAnswerPart } from './answer-parts.ts'
import type { MockDeps } from './deps.ts'
import { fileByReaction, refile } from './filing.ts'
import { recordMessage, sourceOf } from './record.ts'
import { onCardDeleted, onPlaceGone } from './repair.ts'
import { replaceMessage } from './replaced.ts'
import { mockSlot } from './streams.ts'

export function createListener(deps: MockDeps): Partial<Listener> {
  return {
    async onMessage(event) {
      const ref = 'ref' in event ? event.ref : event.message.ref
      const mock = mockSlot(await slotOfThread(deps.db, ref))?.stream
      if (event.change === 'deleted')
        await (mock === undefined ? onCardDeleted(deps, ref) : forgetMessage(deps, mock, ref, event.id))
      else if (mock === undefined) return
      else if (event.change === 'replaced') await replaceMessage(deps, mock, ref, event.message, event.id)
      else await recordMessage(deps, mock, event.message, event.id)
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
