import type { Listener } from '../feature.ts'
import type { ChallengeDeps } from './deps.ts'
import { onReaction, onReactionsCleared } from './react.ts'
import { onHeadDeleted, onPlaceGone } from './repair.ts'
import { onThreadMessage } from './thread-messages.ts'

export function createListener(deps: ChallengeDeps): Partial<Listener> {
  return {
    async onMessage(event) {
      await onThreadMessage(deps, event)
      if (event.change === 'deleted') await onHeadDeleted(deps, event.ref)
    },
    onReaction: (event) => onReaction(deps, event),
    onReactionsCleared: (message) => onReactionsCleared(deps, message),
    onGone: (place) => onPlaceGone(deps, place),
  }
}
