import { action, type Button, type Message, timeToken } from '#bot'
import { bullets } from '../../../texts/phrases.ts'
import { leftOf } from '../rules/running.ts'
import { isSolo } from '../rules/seats.ts'
import { isUnderWay, type MockState, type Paused, type Running } from '../rules/state.ts'
import { budgetOf, used } from '../rules/timeline.ts'
import { duration, missedLine, stageAt, type View } from '../view.ts'

/** The open stage: topics, diagram, end, and the controls of the clock. */
export function stageCard(view: View, state: Running | Paused, missed: readonly number[]): Message {
  const { content, language, t, mock, readsMessages } = view
  const { stage: index } = state.timeline
  const stage = stageAt(content, index)
  const steer = (name: string, label: string, style?: 'primary'): Button => ({
    label,
    action: action(`mock.${name}`, mock.id, state.revision),
    ...(style && { style }),
  })
  const submit: Button = {
    label: t('button.submitAnswer'),
    action: action('mock.submit', mock.id),
    style: 'primary',
  }
  const title = stageTitle(view, index, budgetOf(state.timeline, index))
  return {
    summary: title,
    tone: state.phase === 'paused' ? 'paused' : 'live',
    blocks: [
      ...(missed.length > 0 ? [{ type: 'text', text: missedLine(view, missed) } as const] : []),
      { type: 'heading', text: title },
      { type: 'text', text: endsLine(view, state) },
      {
        type: 'text',
        text: `**${t('stage.cover')}**\n${bullets(stage.cover.map((point) => point[language]))}`,
      },
      {
        type: 'text',
        text: t('list.named', { name: `**${t('stage.draw')}**`, text: stage.draw[language] }),
      },
      {
        type: 'buttons',
        buttons: [
          steer('next', t('button.next'), 'primary'),
          steer('extend', t('button.extend')),
          state.phase === 'paused' ? steer('resume', t('button.resume')) : steer('pause', t('button.pause')),
          { label: t('button.whiteboard'), action: action('whiteboard.stage', stage.id) },
          ...(isSolo(state.seats)
            ? []
            : [{ label: t('button.console'), action: action('mock.console', mock.id) }]),
          { ...steer('end', t('button.end')), style: 'danger' },
          ...(readsMessages ? [] : [submit]),
        ],
      },
    ],
  }
}

function endsLine({ t }: View, state: Running | Paused): string {
  if (state.phase === 'paused') return t('stage.paused', { left: duration(t, leftOf(state)) })
  return t('stage.ends', { at: timeToken(state.endsAt, 'clock'), in: timeToken(state.endsAt, 'relative') })
}

function stageTitle({ content, language, t }: View, index: number, ms: number): string {
  const name = stageAt(content, index).name[language]
  return t('stage.title', { number: index + 1, of: content.stages.length, name, length: duration(t, ms) })
}

/** The card of a stage that is over, without controls. */
export function closedStageCard(view: View, index: number): Message {
  const { mock, t } = view
  const { state } = mock
  const planned = 'timeline' in state ? (state.timeline.planned[index] ?? 0) : 0
  const title = stageTitle(view, index, planned)
  const text = t('stage.closed', { used: duration(t, usedOf(state, index)), planned: duration(t, planned) })
  return {
    summary: title,
    tone: 'calm',
    blocks: [
      { type: 'heading', text: title },
      { type: 'text', text },
    ],
  }
}

function usedOf(state: MockState, index: number): number {
  if (isUnderWay(state)) return used(state.timeline, leftOf(state))[index] ?? 0
  return 'used' in state ? (state.used[index] ?? 0) : 0
}
