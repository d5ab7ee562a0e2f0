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

/** A trigger is valid for three seconds; a request begun after this time would be too late. */
const TRIGGER_MS = 2500
/** Slack's error for too many stacked windows. */
const FULL_STACK = 'push_limit_reached'

export type ResponderContext = Readonly<{
  client: WebClient
  log: Log
  speaking: Speaking
  saying: Saying
  /** The readers and the time at this moment. */
  scene(): Scene
  /** Looks up the data for drawing a message: people's names and the workspace's address. */
  meet(message: Message): Promise<void>
}>

/** A person's interaction, and the means to answer it. */
export type Asked = Readonly<{
  user: UserRef
  /** The channel of the interaction; for a window, the channel from which it was opened. */
  place: ChannelRef
  /** Opens one window, within three seconds. */
  triggerId: string
  /** By `performance.now()`. */
  receivedAt: number
  /** The window of the interaction. */
  viewId?: string
  t: Translate
}>

export type Responder = Pick<Interaction, 'defer' | 'reply' | 'tell' | 'openForm'> &
  Readonly<{
    /** Called after the handler: no window keeps loading. */
    settle(outcome: Outcome): Promise<void>
  }>

/**
 * Answers a command or a component. A private answer is a window, opened at once if something will certainly be
 * shown; if Slack opens no window any more, it is a direct message.
 */
export function createResponder(context: ResponderContext, asked: Asked): Responder {
  const { client, log, speaking, saying } = context
  const { user, place, triggerId, t } = asked
  const said: Message[] = []
  let mode: AnswerMode = 'silent'
  let triggerUsed = false
  /** Stays true after the window was closed. */
  let opened = false
  /** The window that this answer opened. */
  let viewId: string | undefined
  let loading = false

  /** @returns false if nobody would see it */
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
      // The person closed it.
      if (isLostView(error)) viewId = undefined
      return failed(error)
    }
  }

  /** Logs the reason; the answer then goes another way. */
  function failed(error: unknown): false {
    if (isRefusedToken(error)) throw error
    const level = isLostView(error) ? 'info' : 'warn'
    log[level]({ err: withoutSecrets(error) }, 'a window could not be shown')
    return false
  }

  /** Shows a view in the current window, else in a new one. */
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

  /** Tells the person without a window. */
  async function tellApart(message: Message): Promise<void> {
    if (!(await whisper(message))) await saying.directly(user, message)
  }

  /** Posts an ephemeral message. It disappears on a reload, so it is for refusals only. */
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
        // The window keeps its content until the reply replaces it.
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
        // A person who closed the window before the form arrived does not want it any more.
        if (!opened) await tellApart(textMessage(t('slack.tooLate')))
      }),
    settle: () =>
      speaking(async () => {
        if (loading) await updateView(drawDone(place, t))
      }),
  }
}
