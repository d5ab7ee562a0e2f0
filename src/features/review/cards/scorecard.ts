import type { Block, Language, Translate } from '#bot'
import type { Rubric } from '../../../content/rubric.ts'
import { ENOUGH_VOTES, type ScoreRow, type Scores } from '../rules.ts'
import { levelName } from './rubric-form.ts'

export function criterionName(rubric: Rubric, id: string, language: Language): string {
  return rubric.criteria.find((criterion) => criterion.id === id)?.name[language] ?? id
}

/** A scorecard as a table, one row per criterion. */
export function scoreTable(
  rubric: Rubric,
  language: Language,
  t: Translate,
  rows: readonly ScoreRow[],
): Block {
  const columns = ['criterion', 'median', 'votes', 'range', 'self'] as const
  return {
    type: 'table',
    columns: columns.map((column) => t(`debrief.${column}`)),
    rows: rows.map((row) => [criterionName(rubric, row.criterion, language), ...scoreCells(row)]),
  }
}

function scoreCells(row: ScoreRow): readonly string[] {
  return [`${row.median ?? '–'}`, `${row.n}`, rangeOf(row), `${row.self ?? '–'}`]
}

/** Such as `2–4`, or `3` if all agree. */
export function rangeOf({ lowest, highest }: Readonly<{ lowest?: number; highest?: number }>): string {
  return lowest === highest ? `${lowest ?? '–'}` : `${lowest}–${highest}`
}

/** Warns of medians from few votes; empty if there are enough. */
export function provisional(t: Translate, rows: readonly ScoreRow[]): string {
  const most = Math.max(0, ...rows.map((row) => row.n))
  if (most === 0) return t(rows.some((row) => row.self !== undefined) ? 'debrief.selfOnly' : 'debrief.nobody')
  if (most < ENOUGH_VOTES) return t('debrief.provisional', { count: most })
  return rows.some((row) => row.n < ENOUGH_VOTES)
    ? t('debrief.provisionalPartly', { enough: ENOUGH_VOTES })
    : ''
}

/** Every criterion's anchors in full: the form has room for short ones only. */
export function rubricFile(rubric: Rubric, language: Language): Block {
  const criteria = rubric.criteria.map(({ name, levels }) =>
    [
      `## ${name[language]}`,
      ...levels.map(
        ({ level, anchor }) => `- **${levelName(rubric, level, language)}**: ${anchor[language]}`,
      ),
    ].join('\n'),
  )
  return { type: 'file', name: `rubric.${language}.md`, text: `${criteria.join('\n\n')}\n` }
}

/** The values of a form's receipt: such as `Data 3, Model 2`. */
export function countedScores(rubric: Rubric, language: Language, t: Translate, { levels, comment }: Scores) {
  const chosen = rubric.criteria.flatMap(({ id, name }) => {
    const level = levels[id]
    return level ? [`${name[language]} ${level}`] : []
  })
  return {
    counted: chosen.length,
    of: rubric.criteria.length,
    scores: chosen.join(t('list.comma')),
    comment: comment === '' ? '' : t('score.commentSaved'),
  }
}
