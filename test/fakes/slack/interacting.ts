import { actionPayload, type Found } from './acting.ts'
import { ApiError } from './api-error.ts'
import { commandPayload } from './commands.ts'
import type { Delivered, Send } from './delivery.ts'
import { failureWords, newTrigger, whoJson } from './interaction.ts'
import { noted } from './limits.ts'
import type { FakeMessage } from './message.ts'
import type { Channel, Json, User } from './model.ts'
import { answerBy } from './response-url.ts'
import type { InteractionResult } from './result.ts'
import { type FakeView, type ViewState, viewJson } from './view.ts'
import { answerSubmission, closeViews } from './views.ts'
import type { World } from './world.ts'

/** A person's hand on something of the app's: who, and the way to the app. */
export type Hand = Readonly<{ world: World; send: Send; user: User; result: InteractionResult }>

export async function useCommand(
  hand: Hand,
  channel: Channel,
  typed: string,
  inThread: boolean,
): Promise<void> {
  const { world, send, user, result } = hand
  const { commands, scopes } = world.settings
  const name = typed.trim().split(/\s+/)[0] ?? ''
  if (inThread) {
    result.fail(`${name} is not supported in threads. Sorry!`)
    return
  }
  if (!scopes.includes('commands') || (commands && !commands.includes(name))) {
    result.fail(`${name} is not a valid command.`)
    return
  }
  world.used.scopes.add('commands')
  world.used.commands.add(name)
  const { payload, url } = commandPayload(world, user, channel, typed, result)
  settle(hand, await send({ kind: 'slash_commands', payload }), (response) => {
    if (response) answerBy(world, url, response)
  })
}

/** @param state what was chosen in the message so far */
export async function act(
  hand: Hand,
  on: FakeMessage | FakeView,
  found: Found,
  value: Json,
  state: ViewState,
): Promise<void> {
  if (!hand.world.settings.interactive) {
    hand.result.fail('This app is not configured to handle interactive responses.')
    return
  }
  const payload = actionPayload(hand.world, hand.user, on, found, value, state, hand.result)
  // An action's acknowledgement says nothing more.
  settle(hand, await hand.send({ kind: 'interactive', payload }), () => undefined)
}

export async function submitModal(hand: Hand, view: FakeView): Promise<void> {
  const { world, send, user, result } = hand
  const payload = {
    type: 'view_submission',
    ...whoJson(world, user),
    trigger_id: newTrigger(world, user, result),
    view: viewJson(world, view),
    response_urls: [],
  }
  settle(hand, await send({ kind: 'interactive', payload }), (response) =>
    answerSubmission(world, view, response, result),
  )
}

export async function closeModal(hand: Hand, view: FakeView, all: boolean): Promise<void> {
  const { world, send, user, result } = hand
  const isCleared = all || view.content.clear_on_close === true
  closeViews(world, user, isCleared)
  if (view.content.notify_on_close !== true) {
    result.acknowledge()
    return
  }
  const payload = {
    type: 'view_closed',
    ...whoJson(world, user),
    view: viewJson(world, view),
    is_cleared: isCleared,
  }
  settle(hand, await send({ kind: 'interactive', payload }), () => undefined)
}

/** Takes what the app acknowledged with; what Slack does not take, the person is told. */
function settle(
  { world, result }: Hand,
  delivered: Delivered,
  take: (response: Json | undefined) => void,
): void {
  if (!delivered.ok) {
    result.fail(failureWords(delivered.reason))
    return
  }
  try {
    noted(world, 'acknowledgement', () => take(delivered.response))
    result.acknowledge()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    result.fail(`We had some trouble connecting. Try again? (${error.error})`)
  }
}
