import { sql as statement } from 'drizzle-orm'
import pTimeout from 'p-timeout'
import { type Block, type Message, PlatformError } from '#bot'
import type { Listen, Tx } from '../../db/client.ts'
import type { Draft, PictureBlock } from './delivery.ts'

/** Draws the pictures of messages. */
export type PictureRenderer = Readonly<{
  /**
   * @returns the picture, or text that says why there is none
   * @throws PlatformError `later` when too many others wait to be drawn
   */
  draw(block: PictureBlock): Promise<readonly Block[]>
  /** The blocks that replace a picture that was not drawn. */
  undrawn(block: PictureBlock): readonly Block[]
  /** Starts the drawing process, since pictures are likely soon. It ends by itself if none comes. */
  getReady(): void
}>

/** The name that running older versions listen to. */
const PICTURES_CHANNEL = 'loopmate_sketches'

/**
 * Announces that pictures are likely soon, such as at the start of a stage in which people draw. After the commit every
 * replica gets ready, since any of them may draw. The first picture then takes tenths of a second instead of seconds.
 */
export async function expectPictures(tx: Tx): Promise<void> {
  await tx.execute(statement`select pg_notify(${PICTURES_CHANNEL}, 'soon')`)
}

/** Gets ready whenever pictures are announced. @returns a function that stops listening */
export function awaitPictures(listen: Listen, renderer: PictureRenderer): () => void {
  // Without a payload the listener has only connected.
  return listen(PICTURES_CHANNEL, (payload) => payload !== undefined && renderer.getReady())
}

/** How many messages may have their pictures drawn at the same time. Others are sent in the meantime. */
const MAX_DRAWING = 4
/** How long a message waits, in milliseconds, when that many are being drawn. */
const WAIT_MS = 500
/** After this many waits, about 30 s, the message is sent without its pictures. */
const MAX_WAITS = 60
/** The time for all pictures of one message, well below the time limit of sending. Later ones are left out. */
const DRAW_MS = 30_000

type RenderOptions = Readonly<{
  waitMs?: number | undefined
  drawMs?: number | undefined
  /** After it, only the picture that is being drawn is finished; the next start draws the others. */
  stopping?: AbortSignal | undefined
}>

/** Turns drafts into messages, within the limits of a whole outbox. */
export function createDraftRenderer(
  renderer: PictureRenderer,
  { waitMs = WAIT_MS, drawMs = DRAW_MS, stopping }: RenderOptions = {},
) {
  let drawing = 0

  async function drawAll({ blocks, ...message }: Draft): Promise<Message> {
    const drawn: Block[] = []
    const deadline = performance.now() + drawMs
    for (const block of blocks)
      if (block.type === 'picture') {
        if (stopping?.aborted) throw new PlatformError('later', 'the bot stops')
        drawn.push(...((await drawBefore(deadline, block)) ?? renderer.undrawn(block)))
      } else drawn.push(block)
    return { ...message, blocks: drawn }
  }

  async function drawBefore(deadline: number, block: PictureBlock): Promise<readonly Block[] | undefined> {
    const milliseconds = deadline - performance.now()
    return milliseconds > 0 ? pTimeout(renderer.draw(block), { milliseconds, message: false }) : undefined
  }

  /**
   * @param attempt at sending the message, from 1
   * @throws PlatformError `later` when the message has to wait for the pictures of others
   */
  return async (draft: Draft, attempt: number): Promise<Message> => {
    if (!draft.blocks.some(({ type }) => type === 'picture')) return withoutPictures(draft, renderer)
    try {
      if (drawing >= MAX_DRAWING)
        throw new PlatformError('later', 'pictures of other messages are being drawn')
      drawing += 1
      try {
        return await drawAll(draft)
      } finally {
        drawing -= 1
      }
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      if (attempt > MAX_WAITS) return withoutPictures(draft, renderer)
      throw new PlatformError('later', error.message, { retryAfter: waitMs, cause: error })
    }
  }
}

/** The message with text in place of its pictures. */
function withoutPictures({ blocks, ...message }: Draft, { undrawn }: PictureRenderer): Message {
  return {
    ...message,
    blocks: blocks.flatMap((block) => (block.type === 'picture' ? undrawn(block) : [block])),
  }
}

/** Draws the pictures of a private answer, for which somebody waits: with too many others it is sent without. */
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
