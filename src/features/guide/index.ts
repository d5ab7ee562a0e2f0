import { type ChannelRef, type JoinedEvent, languageOf } from '#bot'
import { claimEvent } from '../../durable/inbound.ts'
import { enqueue, findSlot } from '../../durable/outbox/index.ts'
import type { Feature, FeatureDeps } from '../feature.ts'
import { groupAt } from '../groups/store.ts'
import { aroundCard, guideCard } from './cards.ts'

/** The problem of the guide's button. */
const FIRST_PROBLEM = 'fraud-detection'
const SLOT = 'guide'

/** Introduces the bot where it is new: what to type, what happens, and buttons that do it. */
export const guide: Feature<object> = {
  name: 'guide',
  create: (deps) => ({
    api: {},
    listener: { onJoined: (event) => introduce(deps, event) },
    actions: {
      'guide.mock': {
        answer: 'private',
        run: (event, caller) => deps.peers.mock.open(event, caller, { problem: FIRST_PROBLEM }),
      },
      'guide.around': { answer: 'private', run: async (_, { t }) => aroundCard(t) },
    },
  }),
}

/** Posts the guide once per space, however often the bot joins it. */
async function introduce({ db, texts }: FeatureDeps, event: JoinedEvent): Promise<void> {
  const { channel } = event
  const { language } = await groupAt(db, channel, languageOf(event.spaceLocale))
  const stream = streamOf(channel)
  await db.transaction(async (tx) => {
    // Events are forgotten after a while; the slot of the posted guide is not.
    if (!(await claimEvent(tx, channel.platform, idOf(event))) || (await findSlot(tx, stream, SLOT))) return
    const message = guideCard(texts.in(language), FIRST_PROBLEM)
    await enqueue(tx, stream, channel.platform, { kind: 'post', to: { channel }, message, slot: SLOT })
  })
}

function streamOf({ platform, space }: ChannelRef): string {
  return `guide:${platform}:${space}`
}

function idOf({ id, channel }: JoinedEvent): string {
  return `${channel.space}:${id}`
}
