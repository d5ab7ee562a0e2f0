import { action, type Block, type Button, type Message, timeToken, userToken } from '#bot'
import { names } from '../../../texts/phrases.ts'
import type { Lobby } from '../rules/state.ts'
import type { View } from '../view.ts'

/** The card on which people take roles. It stays in the channel and shows the mock's status. */
export function lobbyCard(view: View): Message {
  const { mock, problem, t } = view
  const title = t('lobby.title', { problem: problem.title })
  const state = mock.state
  return {
    summary: title,
    tone:
      state.phase === 'lobby' || state.phase === 'cancelled'
        ? 'calm'
        : state.phase === 'done'
          ? 'done'
          : 'live',
    blocks: [
      { type: 'heading', text: title },
      { type: 'text', text: problem.oneLiner },
      { type: 'fields', fields: seatFields(view) },
      { type: 'text', text: statusLine(view) },
      ...(state.phase === 'lobby' ? lobbyControls(view, state) : []),
    ],
  }
}

function seatFields({ mock, t }: View) {
  const { seats } = mock.state
  const free = t('lobby.free')
  return [
    { name: t('role.candidate'), value: seats.candidate ? userToken(seats.candidate) : free },
    {
      name: t('role.interviewer'),
      value: seats.interviewer ? userToken(seats.interviewer) : t('lobby.freeSolo'),
    },
    { name: t('role.observers'), value: names(t, seats.observers) || t('lobby.noObservers') },
    { name: t('lobby.length'), value: t('mock.minutes', { minutes: mock.minutes }) },
  ]
}

function lobbyControls({ mock, t, readsMessages }: View, state: Lobby): readonly Block[] {
  const button = (name: string, label: string, style?: 'success' | 'danger'): Button => ({
    label,
    action: action(`mock.${name}`, mock.id),
    ...(style && { style }),
  })
  return [
    ...(readsMessages ? [] : [{ type: 'note', text: t('lobby.cannotRead') } as const]),
    {
      type: 'buttons',
      buttons: [
        button('candidate', t('button.candidate')),
        button('interview', t('button.interview')),
        button('observe', t('button.observe')),
        { ...button('start', t('button.start'), 'success'), disabled: !state.seats.candidate },
        button('cancel', t('button.cancel'), 'danger'),
      ],
    },
  ]
}

function statusLine({ mock, t }: View): string {
  const { state } = mock
  switch (state.phase) {
    case 'lobby':
      return t('lobby.open', { lapses: timeToken(state.lapsesAt, 'relative') })
    case 'running':
    case 'paused':
      return t('lobby.running', { started: timeToken(state.startedAt, 'clock') })
    case 'scoring':
      return t('lobby.scoring', { until: timeToken(state.sealedUntil, 'date') })
    case 'done':
      return t('lobby.done')
    case 'cancelled':
      return t(`lobby.cancelled.${state.reason}`)
    default:
      return state satisfies never
  }
}
