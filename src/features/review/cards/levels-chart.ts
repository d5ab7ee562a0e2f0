import type { Language, Translate } from '#bot'
import type { Rubric } from '../../../content/rubric.ts'
import type { PictureBlock } from '../../../durable/outbox/index.ts'
import { isJudged, type ScoreRow } from '../rules.ts'
import { criterionName } from './scorecard.ts'

/** A chart of levels by criterion, besides their table; nothing without votes. */
export function levelsChart(
  rubric: Rubric,
  language: Language,
  t: Translate,
  title: string,
  rows: readonly ScoreRow[],
): readonly PictureBlock[] {
  const scored = rows.filter(isJudged)
  if (scored.length === 0) return []
  const name = (level: number) => rubric.levels.find((each) => each.level === level)?.name[language] ?? ''
  const criteria = scored.map(({ criterion, n, median, lowest, highest, self }) => ({
    name: criterionName(rubric, criterion, language),
    ...(median !== undefined &&
      lowest !== undefined &&
      highest !== undefined && { votes: { median, low: lowest, high: highest, n } }),
    ...(self !== undefined && { self }),
  }))
  return [
    {
      type: 'picture',
      language,
      picture: {
        kind: 'chart',
        name: 'levels',
        spec: {
          kind: 'levels',
          title,
          words: { median: t('debrief.median'), range: t('debrief.range'), self: t('debrief.self') },
          levels: [name(1), name(2), name(3), name(4)],
          criteria,
        },
      },
    },
  ]
}
