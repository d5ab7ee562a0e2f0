import { action, type Block, type Button, type Translate, timeToken, type UserRef } from '#bot'
import { answerOfMock } from '../answers/store.ts'
import type { Caller } from '../caller.ts'
import { median } from '../review/rules.ts'
import { listFormVotes } from '../review/store.ts'
import type { FlowDeps } from './deps.ts'
import { roleOf } from './rules/seats.ts'
import type { Role } from './rules/state.ts'
import { listDone, listOpen, type Mock } from './store.ts'
import { stageAt } from './view.ts'

/** More mocks at once nobody has; older ones are found where they ran. */
const OPEN_SHOWN = 10
const RESULTS_SHOWN = 5

type Looking = Readonly<{ deps: FlowDeps; actor: UserRef; t: Translate }>

/** A member's mocks: those that run, those to be scored, and how the latest went. */
export async function home(deps: FlowDeps, { user: actor, t }: Caller): Promise<readonly Block[]> {
  const { db } = deps
  const looking: Looking = { deps, actor, t }
  const mine = (await listOpen(db, { platform: actor.platform, space: actor.space })).flatMap((mock) => {
    const role = roleOf(mock.state.seats, actor)
    return role ? [{ mock, role }] : []
  })
  const scoring = mine.filter(({ mock }) => mock.state.phase === 'scoring')
  const running = mine.filter(({ mock }) => mock.state.phase !== 'scoring')
  const results = await listDone(db, actor, RESULTS_SHOWN)
  const lines: string[] = []
  for (const mock of results) lines.push(await resultLine(looking, mock))
  return [
    { type: 'heading', text: t('home.running') },
    ...(running.length > 0
      ? running.slice(0, OPEN_SHOWN).flatMap((each) => openMock(looking, each))
      : [{ type: 'text', text: t('home.start') } as const]),
    ...(scoring.length > 0 ? [{ type: 'heading', text: t('home.scoring') } as const] : []),
    ...scoring.slice(0, OPEN_SHOWN).flatMap((each) => openMock(looking, each)),
    ...(lines.length > 0
      ? ([
          { type: 'heading', text: t('home.results') },
          { type: 'text', text: lines.join('\n') },
        ] as const)
      : []),
  ]
}

/** A problem may have been taken out of the content since. */
function titleOf({ content }: FlowDeps, { problem, own, language }: Mock): string {
  return own?.problem.title ?? content.problems.get(problem)?.[language].title ?? problem
}

type Mine = Readonly<{ mock: Mock; role: Role }>

function openMock(looking: Looking, mine: Mine): readonly Block[] {
  const { deps, t } = looking
  const { mock, role } = mine
  const title = titleOf(deps, mock)
  const seat = t(role === 'observer' ? 'home.observer' : `role.${role}`)
  const buttons = buttonsFor(looking, mine)
  return [
    { type: 'text', text: `**${title}** · ${seat}\n${standing(looking, mock)}` },
    ...(buttons.length > 0 ? [{ type: 'buttons', buttons } as const] : []),
  ]
}

function standing({ deps, t }: Looking, { state, language }: Mock): string {
  const stage = () => ('timeline' in state ? stageAt(deps.content, state.timeline.stage).name[language] : '')
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

function buttonsFor({ t }: Looking, { mock, role }: Mine): readonly Button[] {
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

/** The peers' levels in one number; the debrief says the rest. */
async function resultLine({ deps, actor, t }: Looking, mock: Mock): Promise<string> {
  const title = titleOf(deps, mock)
  const answer = await answerOfMock(deps.db, mock.id)
  const votes = answer ? await listFormVotes(deps.db, answer.id) : []
  const peers = votes.filter(({ voter }) => voter.user !== actor.user)
  const middle = median(peers.map(({ level }) => level))
  const at = 'endedAt' in mock.state ? timeToken(mock.state.endedAt, 'date') : ''
  const voters = new Set(peers.map(({ voter }) => voter.user)).size
  return middle === undefined
    ? t('home.unscored', { problem: title, at })
    : t('home.result', { problem: title, at, median: middle, count: voters })
}
