import { ApiError, invalidArguments } from '../api-error.ts'
import type { Call, Method } from '../call.ts'
import { checkView } from '../limits-view.ts'
import type { Json } from '../model.ts'
import { type FakeView, viewJson } from '../view.ts'
import { fillView, openView, publishHome, pushView } from '../views.ts'
import type { Trigger } from '../world.ts'

export const viewMethods: readonly Method[] = [
  { name: 'views.open', perMinute: 100, handle: (call) => openOrPush(call, openView) },
  { name: 'views.push', perMinute: 100, handle: (call) => openOrPush(call, pushView) },
  { name: 'views.update', perMinute: 100, handle: update },
  { name: 'views.publish', perMinute: 100, handle: publish },
]

/** @throws ApiError invalid_trigger_id, expired_trigger_id or exchanged_trigger_id */
function takeTrigger(call: Call): Trigger {
  const trigger = call.world.triggers.get(call.text('trigger_id'))
  if (!trigger) throw new ApiError('invalid_trigger_id')
  if (trigger.expired) throw new ApiError('expired_trigger_id')
  if (trigger.used) throw new ApiError('exchanged_trigger_id')
  return trigger
}

function openOrPush(call: Call, put: typeof openView): Json {
  const { world } = call
  const trigger = takeTrigger(call)
  const content = checkView(world, call.method, call.json('view'), 'modal')
  checkExternalId(call, content, undefined)
  trigger.used = true
  return { view: viewJson(world, put(world, trigger.user, content, trigger.result)) }
}

function update(call: Call): Json {
  const { world } = call
  const id = call.optional('view_id')
  const external = call.optional('external_id')
  if (id === undefined && external === undefined) throw invalidArguments('missing required field: view_id')
  const view =
    id === undefined
      ? [...world.views.values()].find((each) => each.open && each.content.external_id === external)
      : world.views.get(id)
  if (!view?.open) throw new ApiError('not_found')
  checkHash(call, view)
  const type = view.content.type === 'home' ? 'home' : 'modal'
  const content = checkView(world, call.method, call.json('view'), type)
  checkExternalId(call, content, view)
  fillView(world, view, content)
  return { view: viewJson(world, view) }
}

function publish(call: Call): Json {
  const { world } = call
  if (!world.settings.homeTab) throw new ApiError('not_enabled')
  const user = world.users.get(call.text('user_id'))
  if (!user || user.bot) throw invalidArguments('invalid `user_id`')
  const content = checkView(world, call.method, call.json('view'), 'home')
  const home = world.members.get(user.id)?.home
  if (home) checkHash(call, home)
  return { view: viewJson(world, publishHome(world, user, content)) }
}

function checkHash(call: Call, view: FakeView): void {
  const hash = call.optional('hash')
  if (hash !== undefined && hash !== view.hash) throw new ApiError('hash_conflict')
}

function checkExternalId(call: Call, content: Json, own: FakeView | undefined): void {
  const id = content.external_id
  if (typeof id !== 'string' || id === '') return
  for (const view of call.world.views.values())
    if (view !== own && view.open && view.content.external_id === id)
      throw new ApiError('duplicate_external_id')
}
