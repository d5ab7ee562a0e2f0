import { action, type Block, type Button, type ChannelRef, timeToken, type UserRef, userToken } from '#bot'
import type { Draft, DraftBlock } from '../../../durable/outbox/index.ts'
import { names } from '../../../texts/phrases.ts'
import { levelsChart } from '../../review/cards/levels-chart.ts'
import { criterionName, rangeOf } from '../../review/cards/scorecard.ts'
import { ENOUGH_VOTES, median, scorecard } from '../../review/rules.ts'
import { type Highlights, highlights } from '../rules/highlights.ts'
import type { View } from '../view.ts'
import { type AnswerResult, joined, peerVotes, reactionLine, voters } from './scores.ts'

/**
 * The result that the group sees at the close.
 * @param more when the next challenge comes, and this one's thread; undefined if there is none
 */
export function digest(
  view: View,
  results: readonly AnswerResult[],
  more: Readonly<{ next: number | undefined; thread: ChannelRef | undefined }>,
): Draft {
  const { problem, t } = view
  const title = t('challenge.digest.title', { problem: problem.title })
  const reviewers = reviewersOf(results)
  const lines = [
    results.length === 0
      ? t('challenge.digest.nobody')
      : t('challenge.digest.count', { count: results.length }),
    certainty(view, results),
    ...highlightLines(view, results),
    reviewers.length > 0 ? t('challenge.digest.thanks', { people: names(t, reviewers) }) : '',
  ]
  const how = [
    t('challenge.digest.where'),
    more.next === undefined ? '' : t('challenge.digest.next', { at: timeToken(more.next, 'date') }),
  ]
  const there: readonly Button[] = more.thread ? [{ label: t('challenge.goThere'), to: more.thread }] : []
  return {
    summary: title,
    tone: 'done',
    blocks: [
      { type: 'heading', text: title },
      { type: 'text', text: joined(lines) },
      ...(results.length > 0 ? [resultTable(view, results)] : []),
      ...allLevels(view, results),
      ...(results.some(({ reactions }) => reactions.length > 0)
        ? [{ type: 'text', text: reactionText(view, results) } as const]
        : []),
      { type: 'text', text: joined(how) },
      {
        type: 'buttons',
        buttons: [{ label: t('challenge.mySubmissions'), action: action('challenge.mine') }, ...there],
      },
    ],
  }
}

/** Warns of few votes. */
function certainty({ t }: View, results: readonly AnswerResult[]): string {
  if (results.length === 0) return ''
  const few = results.filter((result) => voters(result).length < ENOUGH_VOTES)
  if (few.length === results.length) return t('challenge.digest.provisional', { enough: ENOUGH_VOTES })
  if (few.length === 0) return ''
  const answers = few.map(({ submission }) => submission.number).join(t('list.comma'))
  return t('challenge.digest.provisionalPartly', { answers, enough: ENOUGH_VOTES })
}

/** Everyone who scored another member's answer or reacted to it, once. */
function reviewersOf(results: readonly AnswerResult[]): readonly UserRef[] {
  const all = results.flatMap((result) => [...voters(result), ...result.reactions.map(({ voter }) => voter)])
  return [...new Map(all.map((person) => [person.user, person])).values()]
}

function resultTable(view: View, results: readonly AnswerResult[]): Block {
  const { t } = view
  const columns = ['answer', 'by', 'median', 'votes', 'range'] as const
  return {
    type: 'table',
    columns: columns.map((column) => t(`challenge.digest.${column}`)),
    rows: results.map((result) => {
      const levels = peerVotes(result).map(({ level }) => level)
      const range = rangeOf(
        levels.length === 0 ? {} : { lowest: Math.min(...levels), highest: Math.max(...levels) },
      )
      return [
        t('challenge.answerNumber', { number: result.submission.number }),
        userToken(result.author),
        `${median(levels) ?? '–'}`,
        String(voters(result).length),
        range,
      ]
    }),
  }
}

/** The whole group's level per criterion: all votes on all answers. */
function allLevels({ content, challenge, t }: View, results: readonly AnswerResult[]): readonly DraftBlock[] {
  const { rubric } = content
  const votes = results.flatMap((result) => peerVotes(result))
  const rows = scorecard(
    rubric.criteria.map(({ id }) => id),
    votes,
  )
  return levelsChart(rubric, challenge.language, t, t('challenge.digest.levelsChart'), rows)
}

function highlightLines(
  { content, challenge, t }: View,
  results: readonly AnswerResult[],
): readonly string[] {
  const { language } = challenge
  const found: Highlights = highlights(content.rubric.criteria, results)
  const name = (criterion: string) => criterionName(content.rubric, criterion, language)
  const { strongest, disputed, weakest } = found
  return [
    strongest
      ? t('challenge.digest.strongest', {
          criterion: name(strongest.criterion),
          median: strongest.median,
          range: strongest.range ?? 0,
        })
      : '',
    disputed
      ? t('challenge.digest.disputed', { criterion: name(disputed.criterion), range: disputed.range ?? 0 })
      : '',
    weakest
      ? t('challenge.digest.weakest', {
          stage: content.stages.find(({ id }) => id === weakest.stage)?.name[language] ?? weakest.stage,
          median: weakest.median,
        })
      : '',
  ]
}

/** Reactions are public and influence one another, so they are not part of the form's medians. */
function reactionText(view: View, results: readonly AnswerResult[]): string {
  const { t } = view
  const lines = results.flatMap((result) => {
    const line = reactionLine(view, result)
    return line === ''
      ? []
      : [
          t('list.named', {
            name: t('challenge.answerNumber', { number: result.submission.number }),
            text: line,
          }),
        ]
  })
  return `**${t('challenge.digest.reactions')}**\n${lines.join('\n')}`
}
