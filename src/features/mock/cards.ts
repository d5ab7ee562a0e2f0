import { action, type Block, type Button, type Message, timeToken, type UserRef, userToken } from '#bot'
import { roleHolders } from './rules.ts'
import { leftOf } from './running.ts'
import type { Lobby, Paused, Running, Scoring } from './state.ts'
import { budgetOf, used } from './timeline.ts'
import { bullets, duration, stageAt, type View } from './view.ts'

/** The card under which people gather; it stays in the channel and says how the mock stands. */
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
      { type: 'text', text: standing(view) },
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
    { name: t('role.observers'), value: names(seats.observers) || free },
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

function standing({ mock, t }: View): string {
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
      return t(state.reason === 'lapsed' ? 'lobby.lapsed' : 'lobby.cancelled')
    default:
      return state satisfies never
  }
}

/** First in the thread: who does what, and the brief. */
export function openingMessage({ mock, problem, t, readsMessages }: View): Message {
  const { seats } = mock.state
  const candidate = seats.candidate ? userToken(seats.candidate) : ''
  const how = seats.interviewer
    ? t('opening.withInterviewer', { candidate, interviewer: userToken(seats.interviewer) })
    : t('opening.solo', { candidate })
  const watchers =
    seats.observers.length > 0 ? [t('opening.observers', { observers: names(seats.observers) })] : []
  return {
    summary: t('opening.summary', { problem: problem.title }),
    ping: roleHolders(seats),
    blocks: [
      { type: 'heading', text: problem.title },
      { type: 'text', text: problem.brief },
      {
        type: 'text',
        text: [how, ...watchers, t(readsMessages ? 'opening.write' : 'opening.submit')].join('\n'),
      },
    ],
  }
}

/** The open stage: what to cover, what to draw, when it ends, and the clock's controls. */
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
      { type: 'text', text: `**${t('stage.draw')}** ${stage.draw[language]}` },
      {
        type: 'buttons',
        buttons: [
          steer('next', t('button.next'), 'primary'),
          steer('extend', t('button.extend')),
          state.phase === 'paused' ? steer('resume', t('button.resume')) : steer('pause', t('button.pause')),
          { label: t('button.console'), action: action('mock.console', mock.id) },
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

/** Stages that ended while the bot was away are announced by being named here. */
function missedLine({ content, language, t }: View, missed: readonly number[]): string {
  const stages = missed.map((index) => stageAt(content, index).name[language]).join(t('list.comma'))
  return t('stage.missed', { stages })
}

/** A stage's card once it is over: no controls. */
export function closedStageCard(view: View, index: number): Message {
  const { mock, t } = view
  const { state } = mock
  const spent =
    state.phase === 'scoring'
      ? (state.used[index] ?? 0)
      : state.phase === 'running' || state.phase === 'paused'
        ? (used(state.timeline, leftOf(state))[index] ?? 0)
        : 0
  const text = t('stage.closed', { used: duration(t, spent) })
  const title = stageTitle(view, index, spent)
  return {
    summary: title,
    tone: 'calm',
    blocks: [
      { type: 'heading', text: title },
      { type: 'text', text },
    ],
  }
}

/** @param scored who has handed in the form; levels stay sealed */
export function scoringCard(
  view: View,
  state: Scoring,
  scored: readonly UserRef[],
  missed: readonly number[] = [],
): Message {
  const { mock, t } = view
  const solo = state.seats.interviewer === undefined
  return {
    summary: t('scoring.title'),
    tone: 'live',
    blocks: [
      ...(missed.length > 0 ? [{ type: 'text', text: missedLine(view, missed) } as const] : []),
      { type: 'heading', text: t('scoring.title') },
      { type: 'text', text: t(solo ? 'scoring.howSolo' : 'scoring.how') },
      {
        type: 'fields',
        fields: [
          { name: t('scoring.scored'), value: names(scored) || t('scoring.nobody') },
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

/** The scoring card after the reveal: no controls. */
export function scoredCard({ t }: View, scored: readonly UserRef[]): Message {
  const text = scored.length > 0 ? t('scoring.over', { scored: names(scored) }) : t('scoring.overNobody')
  return {
    summary: t('scoring.title'),
    tone: 'done',
    blocks: [
      { type: 'heading', text: t('scoring.title') },
      { type: 'text', text },
    ],
  }
}

/** A short line in the thread. */
export function line(text: string, ping: readonly UserRef[] = []): Message {
  return { summary: text, blocks: [{ type: 'text', text }], ping }
}

function names(users: readonly UserRef[]): string {
  return users.map(userToken).join(' ')
}
