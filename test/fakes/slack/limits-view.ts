import { ApiError } from './api-error.ts'
import { noted, Problems, refuse } from './limits.ts'
import { blockProblems } from './limits-blocks.ts'
import type { Json, Part } from './model.ts'
import { structureProblems } from './structure/index.ts'
import type { World } from './world.ts'

const BYTES = 250_000

/**
 * Holds a modal or a Home tab against Slack's limits; what it has against it is noted.
 * https://docs.slack.dev/reference/views
 * @throws ApiError invalid_arguments or view_too_large
 */
export function checkView(world: World, method: string, view: unknown, type: 'modal' | 'home'): Json {
  return noted(world, method, () => {
    refuse('invalid_arguments', structureProblems(type, view, '/view'))
    const content = view as Json
    if (JSON.stringify(content).length > BYTES) throw new ApiError('view_too_large')
    const blocks = content.blocks as Part[]
    refuse('invalid_arguments', [
      ...ownProblems(content, blocks),
      ...blockProblems(world, blocks, type, '/view/blocks'),
    ])
    return content
  })
}

function ownProblems(view: Json, blocks: readonly Part[]): readonly string[] {
  const problems = new Problems()
  problems.text('/view/title', view.title as Part | undefined, 24)
  problems.text('/view/submit', view.submit as Part | undefined, 24)
  problems.text('/view/close', view.close as Part | undefined, 24)
  problems.most('/view/private_metadata', view.private_metadata, 3000)
  problems.most('/view/callback_id', view.callback_id, 255)
  problems.most('/view/external_id', view.external_id, 255)
  if (view.type !== 'modal' && blocks.some((block) => block.element?.type === 'file_input'))
    problems.add('/view', 'unsupported element: file_input')
  if (view.type === 'modal' && !view.submit && blocks.some((block) => block.type === 'input'))
    problems.add('/view', 'missing required field: submit')
  return problems.list
}
