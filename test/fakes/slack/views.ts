import { randomBytes } from 'node:crypto'
import { ApiError } from './api-error.ts'
import { optionsOf, plain } from './blocks.ts'
import { checkView } from './limits-view.ts'
import type { Json, Part, User } from './model.ts'
import { named } from './posting.ts'
import type { InteractionResult } from './result.ts'
import { FakeView, type ViewState } from './view.ts'
import type { World } from './world.ts'

const MOST_PUSHED = 3

/** Puts new content into a view; what was filled in stays where block_id and action_id stay. */
export function fillView(world: World, view: FakeView, content: Json): void {
  const blocks = named(world, (content.blocks ?? []) as Part[])
  const before = view.state
  view.content = { ...structuredClone(content), blocks }
  view.state = initialState(blocks)
  for (const [block, actions] of Object.entries(view.state))
    for (const action of Object.keys(actions)) {
      const kept = before[block]?.[action]
      if (kept && kept.type === actions[action]?.type) actions[action] = kept
    }
  view.errors = {}
  view.hash = `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`
}

/** Opens a modal on a person's screen; one that stood open there goes. */
export function openView(world: World, user: User, content: Json, result: InteractionResult): FakeView {
  const member = world.members.get(user.id)
  for (const open of member?.modals ?? []) open.open = false
  const view = newView(world, user, content)
  member?.modals.splice(0, Infinity, view)
  result.views.push(view)
  return view
}

/** @throws ApiError push_limit_reached */
export function pushView(world: World, user: User, content: Json, result: InteractionResult): FakeView {
  const stack = world.members.get(user.id)?.modals ?? []
  if (stack.length >= MOST_PUSHED) throw new ApiError('push_limit_reached')
  const view = newView(world, user, content)
  view.previous = stack.at(-1)
  view.root = stack[0]
  stack.push(view)
  result.views.push(view)
  return view
}

export function publishHome(world: World, user: User, content: Json): FakeView {
  const member = world.members.get(user.id)
  const view = member?.home ?? newView(world, user, content)
  fillView(world, view, content)
  if (member) member.home = view
  return view
}

/** Closes the topmost modal, or all of them. */
export function closeViews(world: World, user: User, all: boolean): void {
  const stack = world.members.get(user.id)?.modals ?? []
  for (const view of all ? stack.splice(0) : stack.splice(-1)) view.open = false
}

function newView(world: World, user: User, content: Json): FakeView {
  const view = new FakeView(world.ids.next('V'), user)
  fillView(world, view, content)
  world.views.set(view.id, view)
  return view
}

/** The answers that an app may give to a modal's submission. @throws ApiError for any other */
export function answerSubmission(
  world: World,
  view: FakeView,
  answer: Json | undefined,
  result: InteractionResult,
): void {
  switch (answer?.response_action) {
    case undefined:
      closeViews(world, view.owner, false)
      return
    case 'clear':
      closeViews(world, view.owner, true)
      return
    case 'update':
      fillView(world, view, checkView(world, 'view_submission', answer.view, 'modal'))
      result.views.push(view)
      return
    case 'push':
      pushView(world, view.owner, checkView(world, 'view_submission', answer.view, 'modal'), result)
      return
    case 'errors':
      setErrors(view, (answer.errors ?? {}) as Record<string, string>)
      result.views.push(view)
      return
    default:
      throw new ApiError('invalid_response_action')
  }
}

function setErrors(view: FakeView, errors: Readonly<Record<string, string>>): void {
  const inputs = view.blocks.filter((block) => block.type === 'input')
  const entries = Object.entries(errors)
  if (entries.length === 0) throw new ApiError('invalid_errors')
  view.errors = {}
  for (const [blockId, text] of entries) {
    const input = inputs.find((block) => block.block_id === blockId)
    if (!input) throw new ApiError('invalid_errors')
    view.errors[plain(input.label)] = text
  }
}

/** The initial values of the elements in blocks. */
export function initialState(blocks: readonly Part[]): ViewState {
  const state: ViewState = {}
  for (const block of blocks) {
    const elements = [
      block.element,
      block.accessory,
      ...(block.type === 'actions' ? (block.elements ?? []) : []),
    ]
    for (const element of elements) {
      const value = element && initialValue(element)
      if (!value || !element.action_id || !block.block_id) continue
      state[block.block_id] = { ...state[block.block_id], [element.action_id]: value }
    }
  }
  return state
}

/** Undefined for what holds no value, such as a button. */
function initialValue(element: Part): Json | undefined {
  const { type } = element
  const option = (value: string | undefined) =>
    optionsOf(element).find((each) => each.value === value) ?? null
  switch (type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { type, value: element.initial_value ?? null }
    case 'static_select':
    case 'radio_buttons':
    case 'external_select':
      return { type, selected_option: element.initial_option ? option(element.initial_option.value) : null }
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] }
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null }
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] }
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null }
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null }
    case 'file_input':
      return { type, files: [] }
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null }
    default:
      return undefined
  }
}
