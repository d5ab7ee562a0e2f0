import { isChoice, optionsOf, plain, walk } from './blocks.ts'
import { newResponseUrl, newTrigger, whoJson } from './interaction.ts'
import type { FakeMessage } from './message.ts'
import type { Json, Part, User } from './model.ts'
import type { InteractionResult } from './result.ts'
import { FakeView, type ViewState, viewJson } from './view.ts'
import { messageJson } from './wire.ts'
import type { World } from './world.ts'

export type Found = Readonly<{ block: Part; element: Part }>

function* elementsOf(blocks: readonly Part[]): Generator<Found> {
  for (const block of blocks)
    for (const element of walk([block])) if (element !== block) yield { block, element }
}

/** The button with this label or action_id. @throws Error when there is none */
export function findButton(on: FakeMessage | FakeView, label: string): Found {
  const found = [...elementsOf(on.blocks)].find(
    ({ element }) =>
      element.type === 'button' && (plain(element.text) === label || element.action_id === label),
  )
  if (!found) throw new Error(`no button "${label}", but: ${on.buttons.join(', ') || 'none'}`)
  return found
}

/** The select with this placeholder or action_id, or below or beside this text. @throws Error when there is none */
export function findChoice(on: FakeMessage | FakeView, key: string): Found {
  const names = ({ block, element }: Found) => [
    plain(element.placeholder),
    element.action_id,
    plain(block.label),
    plain(block.text),
  ]
  const found = [...elementsOf(on.blocks)].find((each) => isChoice(each.element) && names(each).includes(key))
  if (!found) throw new Error(`no select "${key}", but: ${on.selects.join(', ') || 'none'}`)
  return found
}

/**
 * The chosen value, in Slack's format.
 * @throws Error when it is not offered, or there are too many
 */
export function chosen(element: Part, values: readonly string[]): Json {
  const { type } = element
  const options = optionsOf(element)
  const picked = values.map((value) => {
    const option = options.find((each) => each.value === value || plain(each.text as Part) === value)
    if (!option && options.length > 0)
      throw new Error(`no option ${value}, but: ${options.map((each) => each.value).join(', ')}`)
    return option
  })
  const many = type.startsWith('multi_') || type === 'checkboxes'
  if (!many && values.length > 1) throw new Error(`one choice only, not ${values.length}`)
  if (element.max_selected_items !== undefined && values.length > element.max_selected_items)
    throw new Error(`${element.max_selected_items} choices at most, not ${values.length}`)
  const [first] = values
  switch (type.replace('multi_', '')) {
    case 'users_select':
      return many ? { type, selected_users: values } : { type, selected_user: first ?? null }
    case 'conversations_select':
      return many ? { type, selected_conversations: values } : { type, selected_conversation: first ?? null }
    case 'channels_select':
      return many ? { type, selected_channels: values } : { type, selected_channel: first ?? null }
    default:
      return many ? { type, selected_options: picked } : { type, selected_option: picked[0] ?? null }
  }
}

/** The payload of a press or a choice in a message, with what was chosen in it so far, or in a view. */
export function actionPayload(
  world: World,
  user: User,
  on: FakeMessage | FakeView,
  { block, element }: Found,
  value: Json,
  state: ViewState,
  result: InteractionResult,
): Json {
  const action = {
    action_id: element.action_id,
    block_id: block.block_id,
    ...(element.type === 'button' && { text: element.text, value: element.value, style: element.style }),
    ...(element.placeholder && { placeholder: element.placeholder }),
    ...value,
    type: element.type,
    action_ts: world.ids.ts(),
  }
  const shared = {
    type: 'block_actions',
    ...whoJson(world, user),
    trigger_id: newTrigger(world, user, result),
    actions: [action],
  }
  if (on instanceof FakeView)
    return {
      ...shared,
      container: { type: 'view', view_id: on.id },
      view: viewJson(world, on),
    }
  const { channel, ts, threadTs } = on
  return {
    ...shared,
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: channel.id,
      is_ephemeral: on.ephemeral,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    },
    channel: { id: channel.id, name: channel.kind === 'dm' ? 'directmessage' : channel.name },
    // Slack tells no more than this about an ephemeral message.
    ...(!on.ephemeral && { message: messageJson(world, on) }),
    state: { values: state },
    response_url: newResponseUrl(world, 'actions', { user, channel, result, source: ts, threadTs }),
  }
}
