import { action, type Language } from '#bot'
import type { Stage } from '../../content/schema.ts'
import type { Draft, DraftBlock } from '../../durable/outbox/index.ts'
import { fenced } from '../../texts/phrases.ts'
import type { FeatureDeps } from '../feature.ts'

/** A stage's skeleton, or the whole board: as a picture and as Mermaid to copy. */
export function whiteboardCard(
  { content, texts }: Pick<FeatureDeps, 'content' | 'texts'>,
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
