import { type Block, type UserRef, userToken } from '#bot'
import type { Draft, DraftBlock } from '../../../durable/outbox/index.ts'
import { MINUTE } from '../../../kit/durations.ts'
import { quoted } from '../../../texts/phrases.ts'
import { designMessages } from '../../answers/cards.ts'
import { levelsChart } from '../../review/cards/levels-chart.ts'
import { levelName } from '../../review/cards/rubric-form.ts'
import { criterionName, provisional, scoreTable } from '../../review/cards/scorecard.ts'
import { byDisagreement, isJudged, scorecard, spreadOf, type Vote } from '../../review/rules.ts'
import type { Review } from '../../review/store.ts'
import type { Done } from '../rules/state.ts'
import type { Note } from '../store.ts'
import { duration, minuteOf, stageAt, type View } from '../view.ts'
import { filesCard, type ShownFile } from './files-card.ts'

/** Longer notes and comments are sent as a file, because they would fill a row of messages. */
const MAX_WORDS_CHARS = 6000

export type DebriefFacts = Readonly<{
  author: UserRef
  votes: readonly Vote[]
  reviews: readonly Review[]
  notes: readonly Note[]
  /** The counts of what the candidate wrote and attached. */
  parts: number
  diagrams: number
  pictures: number
  files: readonly ShownFile[]
}>

/** The messages of the reveal, in the order in which people discuss them. */
export function debrief(view: View, state: Done, facts: DebriefFacts): readonly Draft[] {
  return [
    scores(view, state, facts),
    minutes(view, state, facts),
    ...filesCard(view, facts.files),
    ...words(view, facts),
    ...designMessages(view.problem, view.mock.problem, view.language, view.t),
  ]
}

function scores(view: View, state: Done, { author, votes }: DebriefFacts): Draft {
  const { content, language, t, problem } = view
  const { rubric } = content
  const rows = byDisagreement(
    scorecard(
      rubric.criteria.map((c) => c.id),
      votes,
      author,
    ),
  )
  const widest = rows[0]
  const judged = rows.filter(isJudged)
  const unscored = rows
    .filter((row) => !judged.includes(row))
    .map((row) => criterionName(rubric, row.criterion, language))
  const notes = [
    t(`debrief.revealed.${state.revealed}`),
    provisional(t, rows),
    widest && spreadOf(widest) > 0
      ? t('debrief.talk', { criterion: criterionName(rubric, widest.criterion, language) })
      : '',
    t('debrief.levels', {
      levels: rubric.levels.map(({ level }) => levelName(rubric, level, language)).join(t('list.comma')),
    }),
  ]
  const title = t('debrief.title', { problem: problem.title })
  return {
    summary: title,
    tone: 'done',
    blocks: [
      { type: 'heading', text: title },
      { type: 'text', text: notes.filter((text) => text !== '').join('\n') },
      ...levelsChart(rubric, language, t, t('debrief.levelsChart'), judged),
      ...(judged.length > 0 ? [scoreTable(rubric, language, t, judged)] : []),
      ...(judged.length > 0 && unscored.length > 0
        ? [
            {
              type: 'note',
              text: t('debrief.unscored', { criteria: unscored.join(t('list.comma')) }),
            } as const,
          ]
        : []),
    ],
  }
}

function minutes(view: View, state: Done, { parts, diagrams, pictures }: DebriefFacts): Draft {
  const { content, language, t } = view
  const rows = content.stages.map((stage, index) => [
    stage.name[language],
    duration(t, state.timeline.planned[index] ?? 0),
    duration(t, state.used[index] ?? 0),
  ])
  const log = state.log.map((entry) =>
    t(`log.${entry.kind}`, {
      minute: minuteOf(entry.at, state.startedAt),
      who: userToken(entry.by),
      stage: stageAt(content, entry.stage).name[language],
    }),
  )
  return {
    summary: t('debrief.time'),
    tone: 'done',
    blocks: [
      { type: 'heading', text: t('debrief.time') },
      minutesChart(view, state),
      { type: 'table', columns: [t('debrief.stage'), t('debrief.planned'), t('debrief.used')], rows },
      { type: 'text', text: t('debrief.work', { parts, drawings: diagrams + pictures }) },
      ...(log.length > 0 ? [{ type: 'note', text: log.join('\n') } as const] : []),
    ],
  }
}

function minutesChart({ content, language, t }: View, { timeline, used }: Done): DraftBlock {
  return {
    type: 'picture',
    language,
    picture: {
      kind: 'chart',
      name: 'minutes',
      spec: {
        kind: 'minutes',
        title: t('debrief.minutesChart'),
        words: {
          used: t('debrief.used'),
          over: t('debrief.over'),
          planned: t('debrief.planned'),
          minutes: t('debrief.unit'),
        },
        stages: content.stages.map(({ name }, index) => ({
          name: name[language],
          used: (used[index] ?? 0) / MINUTE,
          planned: (timeline.planned[index] ?? 0) / MINUTE,
        })),
      },
    },
  }
}

function words({ content, language, t }: View, { notes, reviews }: DebriefFacts): readonly Draft[] {
  const noted = notes.map(
    (note) =>
      `${t('debrief.noteBy', { who: userToken(note.author), stage: stageAt(content, note.stage).name[language] })}\n${quoted(note.text)}`,
  )
  const said = reviews
    .filter((review) => review.comment !== '')
    .map((review) => `${t('debrief.commentBy', { who: userToken(review.voter) })}\n${quoted(review.comment)}`)
  const all = [...noted, ...said]
  if (all.length === 0) return []
  const title = t('debrief.words')
  const text = all.join('\n\n')
  const body: readonly Block[] =
    text.length > MAX_WORDS_CHARS
      ? [
          { type: 'text', text: t('debrief.wordsFile') },
          { type: 'file', name: 'notes.md', text },
        ]
      : all.map((each) => ({ type: 'text', text: each }))
  return [{ summary: title, blocks: [{ type: 'heading', text: title }, ...body] }]
}
