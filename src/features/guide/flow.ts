import {
  action,
  type ChannelRef,
  type Handlers,
  type Interaction,
  type JoinedEvent,
  type Listener,
  type Message,
  type Translate,
} from '#bot'
import type { Db } from '../../db/client.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { enqueue, findSlot } from '../../durable/outbox/index.ts'
import type { Texts } from '../../texts/catalogue.ts'
import type { SettingsFlow } from '../settings/flow.ts'

export type GuideDeps = Readonly<{
  db: Db
  texts: Texts
  settings: SettingsFlow
  /** The problem of the first mock. */
  problem: string
  /** Opens a lobby. @throws UserError with what stands against it */
  openMock(event: Interaction, options: Readonly<{ problem: string }>): Promise<Message | undefined>
}>

type Guide = Handlers & Pick<Listener, 'onJoined'>

const SLOT = 'guide'

/** Introduces the bot where it is new: what to type, what happens, and buttons that do it. */
export function createGuide({ db, texts, settings, problem, openMock }: GuideDeps): Guide {
  return {
    async onJoined(event) {
      const { channel } = event
      const { language } = await settings.groupAt({
        actor: channel,
        ...(event.spaceLocale !== undefined && { spaceLocale: event.spaceLocale }),
      })
      const stream = streamOf(channel)
      await db.transaction(async (tx) => {
        // Events are forgotten after a while; where the guide was posted is not.
        if (!(await claimEvent(tx, channel.platform, idOf(event))) || (await findSlot(tx, stream, SLOT)))
          return
        const message = guide(texts.in(language), problem)
        await enqueue(tx, stream, channel.platform, { kind: 'post', to: { channel }, message, slot: SLOT })
      })
    },
    actions: {
      'guide.mock': { answer: 'private', run: (event) => openMock(event, { problem }) },
      'guide.around': {
        answer: 'private',
        run: async (event) => around(settings.textsFor(event.actor, await settings.groupAt(event))),
      },
    },
    forms: {},
  }
}

function streamOf({ platform, space }: ChannelRef): string {
  return `guide:${platform}:${space}`
}

function idOf({ id, channel }: JoinedEvent): string {
  return `${channel.space}:${id}`
}

function guide(t: Translate, problem: string): Message {
  return {
    summary: t('guide.title'),
    tone: 'calm',
    blocks: [
      { type: 'heading', text: t('guide.title') },
      { type: 'text', text: t('guide.text', { command: `/mock ${problem}` }) },
      {
        type: 'buttons',
        buttons: [
          { label: t('guide.mock'), action: action('guide.mock'), style: 'primary' },
          { label: t('guide.around'), action: action('guide.around') },
          // The challenges' own, so that both features stay apart.
          { label: t('guide.challenge'), action: action('challenge.running') },
        ],
      },
    ],
  }
}

function around(t: Translate): Message {
  return {
    summary: t('guide.around'),
    blocks: [
      { type: 'heading', text: t('guide.around') },
      { type: 'text', text: t('guide.places') },
    ],
  }
}
