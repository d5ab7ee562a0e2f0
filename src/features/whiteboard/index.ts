import {
  type AutocompleteEvent,
  type Choice,
  type Interaction,
  type Language,
  type Message,
  UserError,
} from '#bot'
import type { Content, Stage } from '../../content/schema.ts'
import { drawnNow } from '../../durable/outbox/index.ts'
import { shortened } from '../../kit/names.ts'
import { type Caller, readingLanguage } from '../caller.ts'
import type { Feature, FeatureDeps } from '../feature.ts'
import { findGroup } from '../groups/store.ts'
import { whiteboardCard } from './cards.ts'
import { matches } from './rules.ts'

export type WhiteboardApi = Readonly<{
  /**
   * A stage's skeleton: the one asked for, else that of the mock in this thread, else the whole board.
   * @throws UserError when no stage has that name
   */
  open(event: Interaction, caller: Caller, typed: string | undefined): Promise<Message>
  suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
}>

/** `/whiteboard`: what to draw in a stage. */
export const whiteboard: Feature<WhiteboardApi> = {
  name: 'whiteboard',
  create(deps) {
    const show = (language: Language, stage: Stage | undefined): Promise<Message> =>
      drawnNow(whiteboardCard(deps, language, stage), deps.renderer)
    return {
      api: {
        open: async (event, { language }, typed = '') => show(language, await stageFor(deps, event, typed)),
        suggest: (event) => suggest(deps, event),
      },
      actions: {
        'whiteboard.stage': {
          answer: 'private',
          run: (event, { language }) => show(language, stageNamed(deps.content, event.action.args[0])),
        },
        'whiteboard.chosen': {
          answer: 'replace',
          run: (event, { language }) => show(language, stageNamed(deps.content, event.value)),
        },
      },
    }
  },
}

async function stageFor(
  { content: { stages }, peers }: FeatureDeps,
  { channel }: Interaction,
  typed: string,
): Promise<Stage | undefined> {
  if (typed.trim() === '') {
    const index = await peers.mock.stageIn(channel)
    return index === undefined ? undefined : stages[index]
  }
  const stage = stages.find((each) => matches(each, typed))
  if (!stage)
    throw new UserError('whiteboard.unknown', {
      typed: shortened(typed.trim()),
      stages: stages.map(({ id }) => id).join(', '),
    })
  return stage
}

/** @throws UserError for a button or choice that names no stage */
function stageNamed({ stages }: Content, id: string | undefined): Stage {
  const stage = stages.find((each) => each.id === id)
  if (!stage) throw new UserError('error.oldButton')
  return stage
}

async function suggest(
  { db, content, renderer }: FeatureDeps,
  { actor, typed }: AutocompleteEvent,
): Promise<readonly Choice[]> {
  renderer.getReady()
  const language = readingLanguage(actor, await findGroup(db, actor))
  return content.stages
    .filter((stage) => matches(stage, typed))
    .map(({ id, name }) => ({ value: id, label: name[language] }))
}
