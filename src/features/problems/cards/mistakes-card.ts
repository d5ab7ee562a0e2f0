import type { Block, Button, Message, Translate } from '#bot'
import { describeMistake, type Mistake } from '../../../content/mistakes.ts'
import { bullets } from '../../../texts/phrases.ts'
import { mistakeLines } from '../rules.ts'
import { templateButton } from './template-card.ts'

/**
 * The mistakes of a file that was not stored.
 * @param again opens the form anew, as it was filled in
 */
export function mistakesCard(
  t: Translate,
  file: string,
  mistakes: readonly Mistake[],
  again: Button,
): Message {
  const { shown, all, rest } = mistakeLines(
    mistakes,
    (mistake) => describeMistake(t, mistake),
    ({ line, text }) => t('problem.mistake', { line, text }),
  )
  const title = t('problem.mistakes', { file, count: mistakes.length })
  const more: readonly Block[] =
    rest > 0
      ? [
          { type: 'text', text: t('problem.moreMistakes', { count: rest }) },
          { type: 'file', name: 'mistakes.txt', text: `${all.join('\n')}\n` },
        ]
      : []
  return {
    summary: title,
    blocks: [
      { type: 'text', text: title },
      { type: 'text', text: bullets(shown) },
      ...more,
      { type: 'note', text: t('problem.nothingStored') },
      { type: 'buttons', buttons: [again, templateButton(t)] },
    ],
  }
}
