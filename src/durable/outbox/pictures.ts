import { sql as statement } from 'drizzle-orm'
import { type Block, type Message, PlatformError } from '#bot'
import type { Listen, Tx } from '../../db/client.ts'
import type { Draft, PictureBlock } from './delivery.ts'

/** Draws what messages hold of sketches. */
export type PictureRenderer = Readonly<{
  /**
   * The picture, or in words why there is none.
   * @throws PlatformError `later` when too many others wait to be drawn
   */
  draw(block: PictureBlock): Promise<readonly Block[]>
  /** What stands in its place where it is not drawn. */
  undrawn(block: PictureBlock): readonly Block[]
  /** Sketches are likely to come soon: what draws is started, and rests again by itself where none comes. */
  getReady(): void
}>

const PICTURES_CHANNEL = 'loopmate_sketches'

/**
 * Says that sketches are likely to come soon, such as when a stage begins in which people draw: with the commit every
 * replica that sends gets ready, since any of them may draw. The first picture then takes tenths of a second, not seconds.
 */
export async function expectPictures(tx: Tx): Promise<void> {
  await tx.execute(statement`select pg_notify(${PICTURES_CHANNEL}, 'soon')`)
}

/** @returns what ends it */
export function awaitPictures(listen: Listen, renderer: PictureRenderer): () => void {
  // Without a payload nothing was said: it is told so whenever it is connected, also to a bot that has nothing to draw.
  return listen(PICTURES_CHANNEL, (payload) => payload !== undefined && renderer.getReady())
}

/** Messages whose pictures are drawn at once; others are sent meanwhile, however long drawing takes. */
const AT_ONCE = 4
/** How long one that finds no room waits for its next attempt, in milliseconds. */
const WAIT_MS = 500
/** So often it waits, some 30 s; then it is sent without its pictures. */
const MOST_WAITS = 60
/** Of all pictures of one message: what is not drawn by then is left out, long before its sending is given up. */
const DRAW_MS = 30_000

type RenderOptions = Readonly<{
  waitMs?: number | undefined
  drawMs?: number | undefined
  /** Who stops leaves further pictures to the next start: only the one at hand is waited for. */
  stopping?: AbortSignal | undefined
}>

/** Turns drafts into messages, for all concurrency of an outbox together. */
export function createDraftRenderer(
  renderer: PictureRenderer,
  { waitMs = WAIT_MS, drawMs = DRAW_MS, stopping }: RenderOptions = {},
) {
  let busy = 0

  async function drawAll({ blocks, ...message }: Draft): Promise<Message> {
    const drawn: Block[] = []
    const late = Promise.withResolvers<undefined>()
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      late.resolve(undefined)
    }, drawMs)
    try {
      for (const block of blocks)
        if (block.type === 'picture') {
          if (stopping?.aborted) throw new PlatformError('later', 'the bot stops')
          const picture = isLate ? undefined : await Promise.race([renderer.draw(block), late.promise])
          drawn.push(...(picture ?? renderer.undrawn(block)))
        } else drawn.push(block)
    } finally {
      clearTimeout(timer)
    }
    return { ...message, blocks: drawn }
  }

  /**
   * @param attempt how often it was begun to send the message, from 1
   * @throws PlatformError `later` when it has to wait for others' pictures
   */
  return async (draft: Draft, attempt: number): Promise<Message> => {
    if (!draft.blocks.some(({ type }) => type === 'picture')) return withoutPictures(draft, renderer)
    try {
      if (busy >= AT_ONCE) throw new PlatformError('later', 'pictures of other messages are being drawn')
      busy += 1
      try {
        return await drawAll(draft)
      } finally {
        busy -= 1
      }
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      if (attempt > MOST_WAITS) return withoutPictures(draft, renderer)
      throw new PlatformError('later', error.message, { retryAfter: waitMs, cause: error })
    }
  }
}

/** The message with words in the place of its pictures. */
function withoutPictures({ blocks, ...message }: Draft, { undrawn }: PictureRenderer): Message {
  return {
    ...message,
    blocks: blocks.flatMap((block) => (block.type === 'picture' ? undrawn(block) : [block])),
  }
}

/** Draws a private answer's pictures while somebody waits for it: what finds no room is sent without. */
export async function drawnNow({ blocks, ...message }: Draft, renderer: PictureRenderer): Promise<Message> {
  const drawn: Block[] = []
  for (const block of blocks)
    if (block.type === 'picture')
      drawn.push(
        ...(await renderer.draw(block).catch((error: unknown) => {
          if (error instanceof PlatformError) return renderer.undrawn(block)
          throw error
        })),
      )
    else drawn.push(block)
  return { ...message, blocks: drawn }
}
