import type { KnownBlock } from '@slack/types'
import type { TranslateIn } from '#bot'
import {
  type BotEvent,
  type ChannelRef,
  type CommandDefinition,
  decodeAction,
  type Interaction,
  languageOf,
  type Outcome,
  textMessage,
  type UserRef,
} from '#bot'
import { inTime } from '../../kit/in-time.ts'
import { createRecentIds } from '../../kit/recent-ids.ts'
import { actionIdOf } from './blocks.ts'
import { explainUsage, parseCommand } from './command-line.ts'
import { withoutSecrets } from './errors.ts'
import { missingIn } from './membership.ts'
import { actorOf, type Member, type People } from './people.ts'
import type { RawAction, RawCommand, RawSubmission, Respond } from './raw-interactions.ts'
import type { Self } from './reading.ts'
import { channelRef, isDirect, threadOf } from './refs.ts'
import { inkFor, render } from './render.ts'
import { type Asked, createResponder, type Responder, type ResponderContext } from './responder.ts'
import { readFiles, readValues } from './submission.ts'
import { createSubmittedAnswer, type Submission } from './submitted.ts'
import { DONE, drawHome, LOADING, SAID } from './views.ts'
import { readChannel } from './window-channel.ts'

/** Far more interactions than Slack repeats. */
const REMEMBERED = 10_000
/** A command must be answered within three seconds in all. */
const LOOK_UP_MS = 1000

export type InteractionContext = ResponderContext &
  Readonly<{
    people: People
    translate: TranslateIn
    commands(): readonly CommandDefinition[]
    /** The bot's identity; its workspace is the space, even in a channel shared with others. */
    self(): Promise<Self>
    emit(event: BotEvent): Promise<Outcome>
  }>

const OWN_WINDOWS: ReadonlySet<string> = new Set([LOADING, DONE, SAID])

/** Turns commands, components, forms and visits to the bot's page into events. */
export function createInteractions(context: InteractionContext) {
  const isNew = createRecentIds(REMEMBERED)

  function base(
    asked: Asked,
    member: Member,
    answer: Responder,
    missing: Interaction['missing'] = [],
  ): Interaction {
    const { user, place } = asked
    const { defer, reply, tell, openForm } = answer
    return {
      id: asked.triggerId,
      actor: actorOf(user.space, user.user, member),
      channel: place,
      // Slack has no language for a workspace, so the first person who talks to the bot decides.
      ...(member.locale !== undefined && { spaceLocale: member.locale }),
      missing,
      threads: !isDirect(place.channel),
      defer,
      reply,
      tell,
      openForm,
    }
  }

  async function ask(answer: Responder, event: BotEvent): Promise<void> {
    await answer.settle(await context.emit(event))
  }

  async function showHome(user: string): Promise<void> {
    const { team: space } = await context.self()
    const member = await context.people.find(user)
    await context.emit({
      kind: 'home',
      actor: actorOf(space, user, member),
      ...(member.locale !== undefined && { spaceLocale: member.locale }),
      show: (message) =>
        context.speaking(async () => {
          await context.meet(message)
          const view = drawHome(message, inkFor(context.scene(), 'anybody'))
          await context.client.views.publish({ user_id: user, view })
        }),
    })
  }

  return {
    /** The caller has acknowledged the command. */
    async command(raw: RawCommand, respond: Respond, receivedAt: number): Promise<void> {
      const definition = context.commands().find(({ name }) => `/${name}` === raw.command)
      if (!definition || !isNew(raw.trigger_id)) return
      const { team: space } = await context.self()
      const place = channelRef(space, raw.channel_id, undefined)
      const user = userOf(space, raw.user_id)
      const [member, missing = []] = await Promise.all([
        context.people.find(raw.user_id),
        // If the look-up takes too long, the attempt itself will show it.
        inTime(missingIn(context.client, raw.channel_id), LOOK_UP_MS),
      ])
      const language = languageOf(member.locale) ?? 'en'
      const t = context.translate(language)
      const asked = { user, place, triggerId: raw.trigger_id, receivedAt, t }
      const parsed = parseCommand(definition, raw.text)
      if ('mistake' in parsed) {
        const usage = explainUsage(definition, parsed.subcommand, language, t)
        const said = parsed.mistake === 'incomplete' ? usage : `${t(parsed.mistake)}\n${usage}`
        return await explain(context, user, said, respond)
      }
      const answer = createResponder(context, asked)
      await ask(answer, {
        ...base(asked, member, answer, missing),
        kind: 'command',
        name: definition.name,
        ...(parsed.subcommand !== undefined && { subcommand: parsed.subcommand }),
        options: parsed.options,
      })
    },

    /** The caller has acknowledged the action. */
    async action(raw: RawAction, receivedAt: number): Promise<void> {
      const [pressed] = raw.actions
      const id = pressed && actionIdOf(pressed.action_id)
      const action = id === undefined ? undefined : decodeAction(id)
      if (!pressed || !action || !isNew(raw.trigger_id)) return
      const { team: space } = await context.self()
      const user = userOf(space, raw.user.id)
      const member = await context.people.find(raw.user.id)
      const t = context.translate(languageOf(member.locale) ?? 'en')
      const inModal = raw.view?.type === 'modal'
      const asked: Asked = {
        user,
        place: placeOfAction(raw, space),
        triggerId: raw.trigger_id,
        receivedAt,
        t,
        ...(inModal && raw.view && { viewId: raw.view.id }),
      }
      const answer = createResponder(context, asked)
      const value = pressed.selected_option?.value
      await ask(answer, {
        ...base(asked, member, answer),
        kind: 'action',
        action,
        ...(value !== undefined && { value }),
      })
      // The action may have changed the page's content.
      if (raw.view?.type === 'home') await showHome(raw.user.id)
    },

    /** @param ack answers Slack, within three seconds */
    async submission(raw: RawSubmission, ack: Submission['ack'], receivedAt: number): Promise<void> {
      const { view } = raw
      const action = OWN_WINDOWS.has(view.callback_id) ? undefined : decodeAction(view.callback_id)
      const id = raw.trigger_id ?? `${view.id}:${JSON.stringify(view.state?.values ?? {})}`
      if (!action || !isNew(id)) return await ack()
      const { team: space } = await context.self()
      const user = userOf(space, raw.user.id)
      const place = readChannel(view.private_metadata, space, directTo(user))
      const member = await context.people.find(raw.user.id)
      const t = context.translate(languageOf(member.locale) ?? 'en')
      const asked: Asked = { user, place, triggerId: id, receivedAt, t, viewId: view.id }
      const values = readValues(view.state?.values)
      const { files, errors } = readFiles(view.state?.values, t)
      if (Object.keys(errors).length > 0) return await ack({ response_action: 'errors', errors })
      const form: Submission = {
        viewId: view.id,
        pageId: view.previous_view_id ?? undefined,
        callbackId: view.callback_id,
        title: view.title,
        submit: view.submit ?? undefined,
        blocks: view.blocks as readonly KnownBlock[],
        values,
        ack,
      }
      const answer = createSubmittedAnswer(context, asked, form)
      await ask(answer, { ...base(asked, member, answer), kind: 'form', action, values, files })
    },

    showHome,
  }
}

/** Explains how a command is typed to the person who mistyped it. */
async function explain(context: InteractionContext, user: UserRef, text: string, respond: Respond) {
  const message = textMessage(text)
  try {
    for (const wire of render(message, context.scene()))
      await respond({ response_type: 'ephemeral', text: wire.text, blocks: wire.blocks })
  } catch (error) {
    context.log.info({ err: withoutSecrets(error) }, 'a command could not be answered in its channel')
    await context.saying.directly(user, message)
  }
}

function userOf(space: string, user: string): UserRef {
  return { platform: 'slack', space, user }
}

/** Slack accepts a person's id as the id of the conversation with them. */
function directTo({ space, user }: UserRef): ChannelRef {
  return channelRef(space, user, undefined)
}

function placeOfAction({ view, channel, container, message, user }: RawAction, space: string): ChannelRef {
  const direct = directTo(userOf(space, user.id))
  if (view) return readChannel(view.private_metadata, space, direct)
  const id = channel?.id ?? container?.channel_id
  if (id === undefined) return direct
  const ts = message?.ts ?? container?.message_ts
  return channelRef(space, id, threadOf({ ts, thread_ts: message?.thread_ts ?? container?.thread_ts }))
}
