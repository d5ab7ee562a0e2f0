import {
  action,
  type Block,
  type ChannelRef,
  channelToken,
  type Message,
  type SpaceRef,
  type Translate,
} from '#bot'
import { bullets } from '../../../texts/phrases.ts'
import { type Loss, lossesOf, type Uses } from '../rules.ts'
import type { StandingProblem } from '../store.ts'

/** Mocks and challenges listed; more are counted. */
const MAX_LISTED = 6

/**
 * Asks before a problem is removed, and lists its uses.
 * @param offered the slugs that the group may play
 */
export function removalCard(
  t: Translate,
  { slug, version, problem }: StandingProblem,
  uses: Uses,
  offered: ReadonlySet<string>,
  reader: SpaceRef,
): Message {
  const text = t('problem.askRemove', { title: problem.title, slug })
  const lines = [
    ...lossesOf(slug, uses.schedules, offered).map((loss) => lossLine(t, loss, reader)),
    ...runningLine(t, uses, reader),
  ]
  return {
    summary: text,
    blocks: [
      { type: 'text', text },
      ...(lines.length > 0 ? [{ type: 'text', text: bullets(lines) } as const] : []),
      {
        type: 'buttons',
        buttons: [
          {
            label: t('problem.button.removeNow'),
            action: action('problem.remove', slug, version),
            style: 'danger',
          },
        ],
      },
    ],
  }
}

/** Lists the schedules that posted nothing else, because an organiser has to decide what they post now. */
export function removedCard(
  t: Translate,
  slug: string,
  { schedules }: Uses,
  offered: ReadonlySet<string>,
  reader: SpaceRef,
): Message {
  const text = t('problem.removed', { slug })
  const lines = lossesOf(slug, schedules, offered)
    .filter(({ left }) => left === 'alone')
    .map(({ posting: { number, channel } }) =>
      t('problem.uses.aloneNow', { number, channel: channelName(channel, reader, t) }),
    )
  const lost: readonly Block[] = lines.length > 0 ? [{ type: 'text', text: bullets(lines) }] : []
  return { summary: text, blocks: [{ type: 'text', text }, ...lost] }
}

function lossLine(t: Translate, { posting, left }: Loss, reader: SpaceRef): string {
  const { number, channel } = posting
  return t(`problem.uses.${left}`, { number, channel: channelName(channel, reader, t) })
}

function runningLine(t: Translate, { challenges, mocks }: Uses, reader: SpaceRef): readonly string[] {
  const running = [
    ...challenges.map((channel) => t('problem.uses.challenge', { channel: channelName(channel, reader, t) })),
    ...mocks.map((channel) => t('problem.uses.mock', { channel: channelName(channel, reader, t) })),
  ]
  if (running.length === 0) return []
  const shown = running.slice(0, MAX_LISTED)
  const rest = running.length - shown.length
  const more = rest > 0 ? [t('problem.uses.more', { count: rest })] : []
  return [t('problem.uses.running', { places: [...shown, ...more].join(t('list.comma')) })]
}

/** A channel's name; the names of another space's channels are unknown here. */
function channelName(channel: ChannelRef, { platform, space }: SpaceRef, t: Translate): string {
  return channel.platform === platform && channel.space === space
    ? channelToken(channel)
    : t('problem.uses.elsewhere')
}
