import { action, type Block, type Button, type Translate, timeToken } from '#bot'
import type { Content } from '../../../content/schema.ts'
import { median, type Vote } from '../../review/rules.ts'
import type { Role } from '../rules/state.ts'
import type { Mock } from '../store.ts'
import { stageAt } from '../view.ts'

/** An open mock, and the member's role in it. */
export type HomeMock = Readonly<{ mock: Mock; role: Role }>

/** A finished mock of the member's, and the votes of the others. */
export type HomeResult = Readonly<{ mock: Mock; peerVotes: readonly Vote[] }>

type HomeMocks = Readonly<{
  running: readonly HomeMock[]
  scoring: readonly HomeMock[]
  results: readonly HomeResult[]
}>

/** The mocks on a member's home page. */
export function homeBlocks(
  t: Translate,
  content: Content,
  { running, scoring, results }: HomeMocks,
): readonly Block[] {
  const lines = results.map((result) => resultLine(t, content, result))
  return [
    { type: 'heading', text: t('home.running') },
    ...(running.length > 0
      ? running.flatMap((each) => openMock(t, content, each))
      : [{ type: 'text', text: t('home.start') } as const]),
    ...(scoring.length > 0 ? [{ type: 'heading', text: t('home.scoring') } as const] : []),
    ...scoring.flatMap((each) => openMock(t, content, each)),
    ...(lines.length > 0
      ? ([
          { type: 'heading', text: t('home.results') },
          { type: 'text', text: lines.join('\n') },
        ] as const)
      : []),
  ]
}

/** The slug stands in for the title of a problem that the content no longer has. */
function titleOf(content: Content, { problem, own, language }: Mock): string {
  return own?.problem.title ?? content.problems.get(problem)?.[language].title ?? problem
}

function openMock(t: Translate, content: Content, each: HomeMock): readonly Block[] {
  const { mock, role } = each
  const title = titleOf(content, mock)
  const seat = t(role === 'observer' ? 'home.observer' : `role.${role}`)
  const buttons = buttonsFor(t, each)
  return [
    { type: 'text', text: `**${title}** · ${seat}\n${statusLine(t, content, mock)}` },
    ...(buttons.length > 0 ? [{ type: 'buttons', buttons } as const] : []),
  ]
}

function statusLine(t: Translate, content: Content, { state, language }: Mock): string {
  const stage = () => ('timeline' in state ? stageAt(content, state.timeline.stage).name[language] : '')
  switch (state.phase) {
    case 'lobby':
      return t('lobby.open', { lapses: timeToken(state.lapsesAt, 'relative') })
    case 'running':
      return t('home.stage', { stage: stage(), at: timeToken(state.endsAt, 'clock') })
    case 'paused':
      return t('home.paused', { stage: stage() })
    case 'scoring':
      return t('lobby.scoring', { until: timeToken(state.sealedUntil, 'date') })
    case 'done':
    case 'cancelled':
      return ''
    default:
      return state satisfies never
  }
}

function buttonsFor(t: Translate, { mock, role }: HomeMock): readonly Button[] {
  const { phase } = mock.state
  if (phase === 'scoring')
    return [
      { label: t('button.score'), action: action('mock.score', mock.id), style: 'primary' },
      ...(role === 'interviewer'
        ? [{ label: t('button.reveal'), action: action('mock.reveal', mock.id) }]
        : []),
    ]
  if (phase === 'lobby') {
    const start: Button = {
      label: t('button.start'),
      action: action('mock.start', mock.id),
      style: 'success',
    }
    const cancel: Button = {
      label: t('button.cancel'),
      action: action('mock.cancel', mock.id),
      style: 'danger',
    }
    return role === 'observer' ? [] : [start, cancel]
  }
  return role === 'interviewer'
    ? [
        { label: t('button.console'), action: action('mock.console', mock.id) },
        { label: t('button.note'), action: action('mock.note', mock.id) },
      ]
    : []
}

/** The peers' levels in one number; the debrief has the details. */
function resultLine(t: Translate, content: Content, { mock, peerVotes }: HomeResult): string {
  const problem = titleOf(content, mock)
  const middle = median(peerVotes.map(({ level }) => level))
  const at = 'endedAt' in mock.state ? timeToken(mock.state.endedAt, 'date') : ''
  const count = new Set(peerVotes.map(({ voter }) => voter.user)).size
  return middle === undefined
    ? t('home.unscored', { problem, at })
    : t('home.result', { problem, at, median: middle, count })
}
