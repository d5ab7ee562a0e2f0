import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Translate } from '#bot'
import {
  type AnswerMode,
  type ChannelRef,
  checkForm,
  type Form,
  type Interaction,
  type Message,
  type Outcome,
  textMessage,
  type UserRef,
} from '#bot'
import type { Log } from '../log.ts'
import { codeOf, isLostView, isRefusedToken, type Speaking, withoutSecrets } from './errors.ts'
import { isDirect } from './refs.ts'
import { inkFor, type Scene } from './render.ts'
import type { Saying } from './saying.ts'
import { drawDone, drawForm, drawLoading, drawSaid } from './views.ts'

/** Slack takes a trigger for three seconds; what is begun later arrives too late. */
const TRIGGER_MS = 2500
/** As many windows may lie on each other. */
const FULL_STACK = 'push_limit_reached'

export type ResponderContext = Readonly<{
  client: WebClient
  log: Log
  speaking: Speaking
  saying: Saying
  /** As it is now: who is known by name, what time it is. */
  scene(): Scene
  /** Looks up what drawing a message needs: names of people, where the workspace is. */
  meet(message: Message): Promise<void>
}>

/** What a person did, and how they can be answered. */
export type Asked = Readonly<{
  user: UserRef
  /** Where it was done, or for a window where that was opened. */
  place: ChannelRef
  /** Opens one window, within three seconds. */
  triggerId: string
  /** By `performance.now()`. */
  receivedAt: number
  /** The window in which it was done. */
  viewId?: string
  t: Translate
}>

export type Responder = Pick<Interaction, 'defer' | 'reply' | 'tell' | 'openForm'> &
  Readonly<{
    /** When the handler is done: no window goes on loading. */
    settle(outcome: Outcome): Promise<void>
  }>

/**
 * Answers a command or a component. Privately that is a window, opened at once where it is known that
 * something will be shown; when Slack opens no more, a direct message.
 */
export function createResponder(context: ResponderContext, asked: Asked): Responder {
  const { client, log, speaking, saying } = context
  const { user, place, triggerId, t } = asked
  const said: Message[] = []
  let mode: AnswerMode = 'silent'
  let triggerUsed = false
  /** Also when the window was closed since. */
  let opened = false
  /** The window that this answer opened. */
  let viewId: string | undefined
  let loading = false

  /** @returns false when nobody would see it */
  async function openView(view: ModalView): Promise<boolean> {
    if (triggerUsed || performance.now() - asked.receivedAt > TRIGGER_MS) return false
    triggerUsed = true
    try {
      const request = { trigger_id: triggerId, view }
      const { view: shown } = asked.viewId
        ? await client.views.push(request)
        : await client.views.open(request)
      viewId = shown?.id
      opened = viewId !== undefined
      return opened
    } catch (error) {
      if (codeOf(error) !== FULL_STACK || !asked.viewId) return failed(error)
      viewId = asked.viewId
      return await updateView(view)
    }
  }

  async function updateView(view: ModalView): Promise<boolean> {
    if (viewId === undefined) return false
    try {
      await client.views.update({ view_id: viewId, view })
      return true
    } catch (error) {
      // Closed by who looked at it.
      if (isLostView(error)) viewId = undefined
      return failed(error)
    }
  }

  /** What can't be shown in a window goes another way, whatever kept it from being shown. */
  function failed(error: unknown): false {
    if (isRefusedToken(error)) throw error
    const level = isLostView(error) ? 'info' : 'warn'
    log[level]({ err: withoutSecrets(error) }, 'a window could not be shown')
    return false
  }

  /** In the window that stands there, else in a new one. */
  async function showView(view: ModalView): Promise<boolean> {
    const shown = viewId === undefined ? await openView(view) : await updateView(view)
    if (shown) loading = false
    return shown
  }

  async function show(message: Message, refusal: boolean): Promise<void> {
    await context.meet(message)
    said.push(message)
    const { view, overflow } = drawSaid(said, place, inkFor(context.scene(), 'anybody'), t)
    if (await showView(view)) {
      if (overflow) await saying.directly(user, message)
    } else if (refusal) await tellApart(message)
    else await saying.directly(user, message)
  }

  /** Without a window. */
  async function tellApart(message: Message): Promise<void> {
    if (!(await whisper(message))) await saying.directly(user, message)
  }

  /** To them alone, in the channel: gone when they load it anew, so for refusals only. */
  async function whisper(message: Message): Promise<boolean> {
    if (isDirect(place.channel)) return false
    try {
      await saying.whisper(place, user, message)
      return true
    } catch (error) {
      log.info({ err: withoutSecrets(error) }, 'a refusal could not be told in the channel')
      return false
    }
  }

  return {
    defer: (wanted) =>
      speaking(async () => {
        mode = wanted
        // What stands in the window stays until the reply takes its place.
        const keeps = mode === 'replace' && asked.viewId !== undefined
        if (mode === 'silent' || keeps) return
        loading = await openView(drawLoading(place, t))
      }),
    reply: (message) =>
      speaking(() => {
        if (mode === 'replace') viewId ??= asked.viewId
        return show(message, false)
      }),
    tell: (message) => speaking(() => show(message, true)),
    openForm: (form: Form) =>
      speaking(async () => {
        checkForm(form)
        const view = drawForm(form, place, inkFor(context.scene(), 'anybody'), t)
        if (await showView(view)) return
        log.info({ form: form.action.name }, 'a form could not be opened any more')
        // Who closed its window before it was there wants no more of it.
        if (!opened) await tellApart(textMessage(t('slack.tooLate')))
      }),
    settle: () =>
      speaking(async () => {
        if (loading) await updateView(drawDone(place, t))
      }),
  }
}
