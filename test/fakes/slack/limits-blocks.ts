import { walk } from './blocks.ts'
import { Problems } from './limits.ts'
import { checkElement, checkImage } from './limits-elements.ts'
import type { Part } from './model.ts'
import { structureProblems } from './structure/index.ts'
import type { World } from './world.ts'

export type Surface = 'message' | 'modal' | 'home'

const MOST: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }
/** Which blocks Slack draws in messages only. */
const MESSAGES_ONLY = ['markdown', 'table', 'data_table', 'context_actions', 'plan', 'task_card']
const IMAGE = /^image\/(png|jpe?g|gif)$/

/**
 * The faults of blocks: their structure by Slack's own types, then the documented limits.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export function blockProblems(
  world: World,
  blocks: readonly Part[],
  surface: Surface,
  pointer: string,
): readonly string[] {
  const structure = surface === 'message' ? structureProblems('blocks', blocks, pointer) : []
  if (structure.length > 0) return structure
  const problems = new Problems()
  problems.items(pointer, blocks, MOST[surface], 0)
  problems.unique(
    pointer,
    blocks.map((block) => block.block_id),
    'block_id',
  )
  for (const [index, block] of blocks.entries()) {
    const at = `${pointer}/${index}`
    problems.most(`${at}/block_id`, block.block_id, 255)
    if (surface !== 'message' && MESSAGES_ONLY.includes(block.type))
      problems.add(`${at}/type`, `unsupported type: ${block.type}`)
    checkBlock(problems, at, block)
    checkFiles(world, problems, at, block)
    const parts = [...walk([block])].slice(1)
    problems.unique(
      at,
      parts.map((part) => part.action_id),
      'action_id',
    )
  }
  const focused = [...walk(blocks)].filter((part) => (part as { focus_on_load?: boolean }).focus_on_load)
  if (focused.length > 1) problems.add(pointer, 'only one element can have focus_on_load')
  return problems.list
}

function checkBlock(problems: Problems, pointer: string, block: Part): void {
  const elements = block.elements ?? []
  const each = () => {
    for (const [index, element] of elements.entries())
      checkElement(problems, `${pointer}/elements/${index}`, element)
  }
  switch (block.type) {
    case 'section':
      if (!block.text && !block.fields) problems.add(pointer, 'missing required field: text')
      problems.text(`${pointer}/text`, block.text, 3000)
      problems.items(`${pointer}/fields`, block.fields, 10)
      for (const [index, field] of (block.fields ?? []).entries())
        problems.text(`${pointer}/fields/${index}`, field, 2000)
      if (block.accessory) checkElement(problems, `${pointer}/accessory`, block.accessory)
      return
    case 'header':
      problems.text(`${pointer}/text`, block.text, 150)
      return
    case 'actions':
      problems.items(`${pointer}/elements`, elements, 25)
      each()
      return
    case 'context':
      problems.items(`${pointer}/elements`, elements, 10)
      each()
      return
    case 'image':
      checkImage(problems, pointer, block)
      return
    case 'markdown':
      problems.text(`${pointer}/text`, block.text, 12_000)
      return
    case 'input':
      problems.text(`${pointer}/label`, block.label, 2000)
      problems.text(`${pointer}/hint`, block.hint, 2000)
      if (block.element) checkElement(problems, `${pointer}/element`, block.element)
      return
    case 'table':
      problems.items(`${pointer}/rows`, block.rows, 100)
      for (const [index, row] of (block.rows ?? []).entries())
        problems.items(`${pointer}/rows/${index}`, row, 20)
      return
    default:
      return
  }
}

/** A picture in a block must be an image that was uploaded and is ready. */
function checkFiles(world: World, problems: Problems, pointer: string, block: Part): void {
  for (const part of walk([block])) {
    const id = part.slack_file?.id
    if (id === undefined) continue
    const file = world.files.get(id)
    if (!file || file.deleted || !IMAGE.test(file.mimetype))
      problems.add(`${pointer}/slack_file`, 'invalid slack file')
  }
}
