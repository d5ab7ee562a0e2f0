import { ApiError } from './api-error.ts'
import { blockLines } from './blocks.ts'
import { noted, refuse } from './limits.ts'
import { blockProblems } from './limits-blocks.ts'
import type { Json, Part } from './model.ts'
import type { Content } from './posting.ts'
import { structureProblems } from './structure/index.ts'
import type { World } from './world.ts'

const TEXT = 40_000
/** The maximum that Slack recommends. */
const GOOD_TEXT = 4000
/** Over the `markdown` blocks of a message. */
const MARKDOWN = 12_000
/** Undocumented: Slack says msg_blocks_too_long somewhere above (bolt-js 2509 found 13,200 with markdown blocks). */
const ALL_BLOCKS = 12_000
const OTHER_BLOCKS = 10_000
const METADATA_BYTES = 8000

/**
 * Holds a message against Slack's limits; what it has against it is noted.
 * @throws ApiError no_text, invalid_blocks, invalid_blocks_format, msg_too_long, msg_blocks_too_long,
 * metadata_too_large, invalid_metadata_format
 */
export function checkMessage(world: World, method: string, body: Json): Content {
  return noted(world, method, () => check(world, method, body))
}

function check(world: World, method: string, body: Json): Content {
  const text = typeof body.text === 'string' ? body.text : ''
  const { blocks = [], metadata } = body
  if (!Array.isArray(blocks)) throw new ApiError('invalid_blocks_format')
  if (text === '' && blocks.length === 0) throw new ApiError('no_text')
  if (text.length > TEXT) throw new ApiError('msg_too_long')
  refuse('invalid_blocks', blockProblems(world, blocks as Part[], 'message', '/blocks'))
  checkLengths(blocks as Part[])
  if (blocks.length > 0 && text === '')
    world.warnings.push({ method, problem: 'no text beside the blocks: a notification says nothing' })
  if (text.length > GOOD_TEXT)
    world.warnings.push({ method, problem: `a text of ${text.length} characters; 4,000 are recommended` })
  return {
    text,
    ...(body.blocks !== undefined && { blocks: blocks as Part[] }),
    ...(metadata !== undefined && { metadata: checkMetadata(metadata) }),
  }
}

function checkLengths(blocks: readonly Part[]): void {
  const sum = (some: readonly Part[]) => blockLines(some).join('').length
  const markdown = sum(blocks.filter((block) => block.type === 'markdown'))
  const others = sum(blocks.filter((block) => block.type !== 'markdown'))
  if (markdown > MARKDOWN || others > OTHER_BLOCKS || markdown + others > ALL_BLOCKS)
    throw new ApiError('msg_blocks_too_long')
  if (blocks.filter((block) => block.type === 'table').length > 1)
    throw new ApiError('invalid_attachments', { response_metadata: { messages: ['only_one_table_allowed'] } })
}

function checkMetadata(metadata: unknown): Json {
  refuse('invalid_metadata_format', structureProblems('metadata', metadata, '/metadata'))
  const { event_type: type } = metadata as { event_type: string }
  if (!/^[\w.-]{1,255}$/.test(type)) throw new ApiError('invalid_metadata_format')
  if (JSON.stringify(metadata).length > METADATA_BYTES) throw new ApiError('metadata_too_large')
  return metadata as Json
}
