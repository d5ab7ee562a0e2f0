import {
  action,
  type Block,
  type ChannelRef,
  channelToken,
  type Message,
  type SpaceRef,
  type Translate,
} from '#bot'
import { bullets } from '../../texts/phrases.ts'
import { type Loss, lossesOf, type Uses } from './rules.ts'
import type { StandingProblem } from './store.ts'

/** Of the places where a problem runs: more are counted. */
const PLACES_SHOWN = 6

/** Asks, and says whom it concerns. @param offered the slugs that the group may play */
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

/** Says once more which schedules have lost all they posted: somebody has to decide what they post now. */
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
      t('problem.uses.aloneNow', { number, channel: placed(channel, reader, t) }),
    )
  const lost: readonly Block[] = lines.length > 0 ? [{ type: 'text', text: bullets(lines) }] : []
  return { summary: text, blocks: [{ type: 'text', text }, ...lost] }
}

function lossLine(t: Translate, { posting, left }: Loss, reader: SpaceRef): string {
  const { number, channel } = posting
  return t(`problem.uses.${left}`, { number, channel: placed(channel, reader, t) })
}

function runningLine(t: Translate, { challenges, mocks }: Uses, reader: SpaceRef): readonly string[] {
  const places = [
    ...challenges.map((channel) => t('problem.uses.challenge', { channel: placed(channel, reader, t) })),
    ...mocks.map((channel) => t('problem.uses.mock', { channel: placed(channel, reader, t) })),
  ]
  if (places.length === 0) return []
  const shown = places.slice(0, PLACES_SHOWN)
  const rest = places.length - shown.length
  const more = rest > 0 ? [t('problem.uses.more', { count: rest })] : []
  return [t('problem.uses.running', { places: [...shown, ...more].join(t('list.comma')) })]
}

/** A channel's name; one of another space's is unknown to who reads it here. */
function placed(channel: ChannelRef, { platform, space }: SpaceRef, t: Translate): string {
  return channel.platform === platform && channel.space === space
    ? channelToken(channel)
    : t('problem.uses.elsewhere')
}
