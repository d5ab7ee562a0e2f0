import {
  type ActionEvent,
  type AutocompleteEvent,
  action,
  type ChannelRef,
  type Choice,
  type Handlers,
  type Interaction,
  type Language,
  languageOf,
  type Message,
  UserError,
} from '#bot'
import type { Content, Stage } from '../../content/schema.ts'
import { type Draft, type DraftBlock, drawnNow, type PictureRenderer } from '../../durable/outbox/index.ts'
import type { Texts } from '../../texts/catalogue.ts'
import { fenced } from '../../texts/phrases.ts'
import type { SettingsFlow } from '../settings/flow.ts'

export type WhiteboardDeps = Readonly<{
  content: Content
  texts: Texts
  settings: SettingsFlow
  renderer: PictureRenderer
  /** The index of the stage that is open in the mock whose thread this is; undefined where none is. */
  stageIn(thread: ChannelRef): Promise<number | undefined>
}>

export type WhiteboardFlow = Handlers &
  Readonly<{
    /**
     * A stage's skeleton: the one asked for, else that of the mock at hand, else the whole board.
     * @throws UserError for a stage that there is none of
     */
    open(event: Interaction, typed: string | undefined): Promise<Message>
    suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
  }>

/** What to draw in a stage, as a picture and as Mermaid to copy, for whoever asks. */
export function createWhiteboard(deps: WhiteboardDeps): WhiteboardFlow {
  const { content, texts, settings, renderer } = deps

  async function show(event: Interaction, stage: Stage | undefined): Promise<Message> {
    const group = await settings.groupAt(event)
    const language = languageOf(event.actor.locale) ?? group.language
    return drawnNow(board({ content, texts }, language, stage), renderer)
  }

  /** @throws UserError for a button or choice that names no stage */
  const named = (id: string | undefined): Stage => {
    const stage = content.stages.find((each) => each.id === id)
    if (!stage) throw new UserError('error.oldButton')
    return stage
  }

  return {
    async open(event, typed = '') {
      if (typed.trim() === '') {
        const index = await deps.stageIn(event.channel)
        return show(event, index === undefined ? undefined : content.stages[index])
      }
      const [stage] = content.stages.filter((each) => matches(each, typed))
      if (stage) return show(event, stage)
      const stages = content.stages.map(({ id }) => id).join(', ')
      throw new UserError('whiteboard.unknown', { typed, stages })
    },
    async suggest({ actor, typed }) {
      renderer.getReady()
      const language = languageOf(actor.locale) ?? (await settings.knownGroup(actor))?.language ?? 'en'
      return content.stages
        .filter((stage) => matches(stage, typed))
        .map(({ id, name }) => ({ value: id, label: name[language] }))
    },
    actions: {
      'whiteboard.stage': {
        answer: 'private',
        run: (event: ActionEvent) => show(event, named(event.action.args[0])),
      },
      'whiteboard.chosen': { answer: 'replace', run: (event) => show(event, named(event.value)) },
    },
    forms: {},
  }
}

/** By the beginning of its id or its name, in either language. */
function matches({ id, name }: Stage, typed: string): boolean {
  const begins = typed.trim().toLowerCase()
  return [id, name.en, name.zh].some((each) => each.toLowerCase().startsWith(begins))
}

function board(
  { content, texts }: Pick<WhiteboardDeps, 'content' | 'texts'>,
  language: Language,
  stage: Stage | undefined,
): Draft {
  const t = texts.in(language)
  const key = stage === undefined || stage.id === 'buffer' ? 'whole' : stage.id
  const source = content.whiteboard[key][language].trim()
  const title = stage ? t('whiteboard.title', { stage: stage.name[language] }) : t('whiteboard.whole')
  const about: DraftBlock = stage
    ? {
        type: 'text',
        text: `${t('list.named', { name: `**${t('stage.draw')}**`, text: stage.draw[language] })}\n${stage.purpose[language]}`,
      }
    : { type: 'text', text: t('whiteboard.wholeNote') }
  return {
    summary: title,
    blocks: [
      { type: 'heading', text: title },
      about,
      {
        type: 'picture',
        language,
        picture: { kind: 'diagram', source, name: `whiteboard-${key}`, instead: 'reason' },
      },
      { type: 'text', text: fenced(source) },
      { type: 'note', text: t('whiteboard.how') },
      {
        type: 'select',
        action: action('whiteboard.chosen'),
        placeholder: t('whiteboard.choose'),
        choices: content.stages.map(({ id, name, draw }) => ({
          value: id,
          label: name[language],
          description: draw[language],
        })),
        ...(stage && { chosen: stage.id }),
      },
    ],
  }
}
