import type { KnownBlock, ModalView } from '@slack/types'
import type { FormValues, Message, Outcome } from '#bot'
import { isRefusedToken, withoutSecrets } from './errors.ts'
import { inkFor } from './render.ts'
import type { Asked, Responder, ResponderContext } from './responder.ts'
import { refill } from './submission.ts'
import { drawDone, drawLoading, drawRefused, drawSaid } from './views.ts'

/** Slack waits three seconds for the answer to a form. */
const ACK_MS = 2000

type Response =
  | Readonly<{ response_action: 'update'; view: ModalView }>
  /** Errors by the blocks' ids; the values stay, files included. */
  | Readonly<{ response_action: 'errors'; errors: Record<string, string> }>

/** A form as Slack hands it back. */
export type Submission = Readonly<{
  viewId: string
  /** The window with the button that opened the form. */
  pageId: string | undefined
  callbackId: string
  title: ModalView['title']
  submit: ModalView['submit']
  blocks: readonly KnownBlock[]
  values: FormValues
  /** Without a response the window closes. */
  ack(response?: Response): Promise<void>
}>

/**
 * Answers a submitted form in its window. If the result arrives in time, the window closes, shows the answer, or
 * shows the refused form as it was filled in. Otherwise it shows that it is loading and is updated later.
 */
export function createSubmittedAnswer(context: ResponderContext, asked: Asked, form: Submission): Responder {
  const { client, log, speaking, saying } = context
  const { user, place, t } = asked
  const held: Message[] = []
  let acked = false
  /** The reply replaces the window below the form. */
  let replaces = false

  async function ack(response?: Response): Promise<void> {
    acked = true
    try {
      await form.ack(response)
    } catch (error) {
      log.warn({ err: withoutSecrets(error) }, 'a form could not be answered')
    }
  }
  const timer = setTimeout(() => {
    void ack({ response_action: 'update', view: drawLoading(place, t) })
  }, ACK_MS)

  /** @returns false if nobody would see it */
  async function showView(view: ModalView): Promise<boolean> {
    if (!acked) {
      await ack({ response_action: 'update', view })
      return true
    }
    return updateView(form.viewId, view)
  }

  /** Replaces the window below the form, which then closes. @returns false if there is none */
  async function showBelow(view: ModalView): Promise<boolean> {
    if (!replaces || form.pageId === undefined) return false
    if (!(await updateView(form.pageId, view)) || acked) return false
    await ack()
    return true
  }

  async function updateView(id: string, view: ModalView): Promise<boolean> {
    try {
      await client.views.update({ view_id: id, view })
      return true
    } catch (error) {
      if (isRefusedToken(error)) throw error
      log.info({ err: withoutSecrets(error) }, 'a window could not be shown')
      return false
    }
  }

  async function refuse(): Promise<void> {
    const blocks = refill(form.blocks, form.values)
    const view = drawRefused({ ...form, blocks }, held, place, inkFor(context.scene(), 'anybody'), t)
    if (!(await showView(view))) for (const message of held) await saying.directly(user, message)
  }

  async function accept(): Promise<void> {
    if (held.length === 0) {
      if (acked) await showView(drawDone(place, t))
      else await ack()
      return
    }
    const { view, overflow } = drawSaid(held, place, inkFor(context.scene(), 'anybody'), t)
    const shown = (await showBelow(view)) || (await showView(view))
    if (!shown || overflow) for (const message of held) await saying.directly(user, message)
  }

  const hold = async (message: Message) => {
    await context.meet(message)
    held.push(message)
  }

  return {
    defer: async (mode) => {
      replaces = mode === 'replace'
    },
    reply: (message) => speaking(() => hold(message)),
    tell: (message) =>
      speaking(async () => {
        replaces = false
        await hold(message)
      }),
    openForm: async () => {
      throw new Error('a form can not be answered with another')
    },
    settle: (outcome: Outcome) =>
      speaking(async () => {
        clearTimeout(timer)
        await (outcome === 'done' ? accept() : refuse())
      }),
  }
}
