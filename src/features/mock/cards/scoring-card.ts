import { action, type Message, timeToken, type UserRef } from '#bot'
import { names } from '../../../texts/phrases.ts'
import { rubricFile } from '../../review/cards/scorecard.ts'
import { isSolo } from '../rules/seats.ts'
import type { Scoring } from '../rules/state.ts'
import { missedLine, type View } from '../view.ts'

/** @param scored the people who have scored; their levels stay sealed */
export function scoringCard(
  view: View,
  state: Scoring,
  scored: readonly UserRef[],
  missed: readonly number[] = [],
): Message {
  const { mock, t } = view
  return {
    summary: t('scoring.title'),
    tone: 'live',
    blocks: [
      ...(missed.length > 0 ? [{ type: 'text', text: missedLine(view, missed) } as const] : []),
      { type: 'heading', text: t('scoring.title') },
      { type: 'text', text: t(isSolo(state.seats) ? 'scoring.howSolo' : 'scoring.how') },
      {
        type: 'fields',
        fields: [
          { name: t('scoring.scored'), value: names(t, scored) || t('scoring.nobody') },
          { name: t('scoring.sealedUntil'), value: timeToken(state.sealedUntil, 'date') },
        ],
      },
      {
        type: 'buttons',
        buttons: [
          { label: t('button.score'), action: action('mock.score', mock.id), style: 'primary' },
          { label: t('button.reveal'), action: action('mock.reveal', mock.id) },
        ],
      },
    ],
  }
}

/** The scoring card after the reveal, without controls. */
export function scoredCard({ t }: View, scored: readonly UserRef[]): Message {
  const text = scored.length > 0 ? t('scoring.over', { scored: names(t, scored) }) : t('scoring.overNobody')
  return {
    summary: t('scoring.title'),
    tone: 'done',
    blocks: [
      { type: 'heading', text: t('scoring.title') },
      { type: 'text', text },
    ],
  }
}

/** The rubric in full, to read beside the answer. */
export function rubricMessage({ content, language, t }: View): Message {
  const text = t('scoring.rubric')
  return { summary: text, blocks: [{ type: 'text', text }, rubricFile(content.rubric, language)] }
}
