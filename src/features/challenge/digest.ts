import { type Block, timeToken, type UserRef, userToken } from '#bot'
import { names, quoted } from '../../content/phrases.ts'
import type { Draft, DraftBlock } from '../../durable/deliveries.ts'
import { designDiagrams } from '../answers/designs.ts'
import { criterionName, provisional, rangeOf, scoreTable } from '../review/card.ts'
import { levelsChart } from '../review/charts.ts'
import { ENOUGH_VOTES, median, type ScoreRow, scorecard, type Vote } from '../review/rules.ts'
import type { ReactionVotes, Review } from '../review/store.ts'
import type { View } from './deps.ts'
import { type Highlights, highlights } from './rules/highlights.ts'
import { OVERALL } from './rules/vocabulary.ts'
import type { Submission } from './submissions/store.ts'

/** An answer with all that was said about it. */
export type Result = Readonly<{
  submission: Submission
  author: UserRef
  votes: readonly Vote[]
  reviews: readonly Review[]
  reactions: readonly ReactionVotes[]
}>

/** What the group is told at the close. */
export function digest(view: View, results: readonly Result[], next: number | undefined): Draft {
  const { challenge, problem, t } = view
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
    next === undefined ? '' : t('challenge.digest.next', { at: timeToken(next, 'date') }),
  ]
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
        buttons: [
          {
            label: t('challenge.mySubmissions'),
            action: { name: 'challenge.mine', args: [challenge.id] },
          },
        ],
      },
    ],
  }
}

const joined = (lines: readonly string[]) => lines.filter((line) => line !== '').join('\n')

/** Few votes are said to be few. */
function certainty({ t }: View, results: readonly Result[]): string {
  if (results.length === 0) return ''
  const few = results.filter((result) => voters(result).length < ENOUGH_VOTES)
  if (few.length === results.length) return t('challenge.digest.provisional', { enough: ENOUGH_VOTES })
  if (few.length === 0) return ''
  const answers = few.map(({ submission }) => submission.number).join(t('list.comma'))
  return t('challenge.digest.provisionalPartly', { answers, enough: ENOUGH_VOTES })
}

/** Who scored an answer by the form, its author left out. */
function voters({ author, reviews }: Result): readonly UserRef[] {
  return reviews.map(({ voter }) => voter).filter(({ user }) => user !== author.user)
}

/** Everybody who scored or reacted to somebody else's answer, once. */
function reviewersOf(results: readonly Result[]): readonly UserRef[] {
  const all = results.flatMap((result) => [...voters(result), ...result.reactions.map(({ voter }) => voter)])
  return [...new Map(all.map((person) => [person.user, person])).values()]
}

function resultTable(view: View, results: readonly Result[]): Block {
  const { t } = view
  const columns = ['answer', 'by', 'median', 'votes', 'range'] as const
  return {
    type: 'table',
    columns: columns.map((column) => t(`challenge.digest.${column}`)),
    rows: results.map((result) => {
      const levels = result.votes
        .filter(({ voter }) => voter.user !== result.author.user)
        .map(({ level }) => level)
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

/** How the group as a whole stands by criterion: everybody's votes on everybody's answers. */
function allLevels({ content, challenge, t }: View, results: readonly Result[]): readonly DraftBlock[] {
  const { rubric } = content
  const votes = results.flatMap((result) =>
    result.votes.filter(({ voter }) => voter.user !== result.author.user),
  )
  const rows = scorecard(
    rubric.criteria.map(({ id }) => id),
    votes,
  )
  return levelsChart(rubric, challenge.language, t, t('challenge.digest.levelsChart'), rows)
}

function highlightLines({ content, challenge, t }: View, results: readonly Result[]): readonly string[] {
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

/** Reactions are public and anchor one another: they stand apart from the form's medians. */
function reactionText(view: View, results: readonly Result[]): string {
  const { t } = view
  const lines = results.flatMap((result) => {
    const line = reactionLine(view, result)
    return line === ''
      ? []
      : [`${t('challenge.answerNumber', { number: result.submission.number })}: ${line}`]
  })
  return `**${t('challenge.digest.reactions')}**\n${lines.join('\n')}`
}

/** Such as `median 3 of 4, range 2–4 · 🎯 2 · 🔕 1`. */
export function reactionLine(
  { content, t }: Pick<View, 'content' | 't'>,
  { reactions }: Pick<Result, 'reactions'>,
): string {
  const levels = reactions.flatMap(({ marks }) => marks.get(OVERALL) ?? [])
  const middle = median(levels)
  const overall =
    middle === undefined
      ? []
      : [
          t('challenge.digest.reactionLevels', {
            median: middle,
            count: levels.length,
            range: rangeOf({ lowest: Math.min(...levels), highest: Math.max(...levels) }),
          }),
        ]
  const { signals, antiPatterns } = content.rubric
  const marks = [...signals, ...antiPatterns].flatMap(({ id, emoji }) => {
    const n = reactions.filter(({ marks }) => marks.has(id)).length
    return n > 0 ? [`${emoji} ${n}`] : []
  })
  return [...overall, ...marks].join(' · ')
}

/** An answer's scorecard: the form's medians, reactions apart, and what reviewers wrote. */
export function scoresOf(view: View, result: Result): readonly Block[] {
  const { content, challenge, t } = view
  const { rubric } = content
  const rows = scorecard(
    rubric.criteria.map(({ id }) => id),
    result.votes,
    result.author,
  )
  const judged = rows.filter((row: ScoreRow) => row.n > 0 || row.self !== undefined)
  const certain = provisional(t, rows)
  const reactions = reactionLine(view, result)
  const comments = result.reviews
    .filter(({ comment }) => comment !== '')
    .map(({ voter, comment }) => `${t('debrief.commentBy', { who: userToken(voter) })}\n${quoted(comment)}`)
  return [
    { type: 'text', text: joined([`**${t('challenge.digest.scores')}**`, certain]) },
    ...(judged.length > 0 ? [scoreTable(rubric, challenge.language, t, judged)] : []),
    ...(reactions === ''
      ? []
      : [{ type: 'text', text: `**${t('challenge.digest.reactions')}** ${reactions}` } as const]),
    ...comments.map((text) => ({ type: 'text', text }) as const),
  ]
}

/** The worked design, revealed at the close. */
export function designMessages({ problem, challenge, t }: View): readonly Draft[] {
  const { language } = challenge
  return [
    {
      summary: t('debrief.design'),
      blocks: [
        { type: 'heading', text: t('debrief.design') },
        {
          type: 'text',
          text: t('debrief.designNote', { topics: problem.mustDiscuss.join(t('list.comma')) }),
        },
        {
          type: 'file',
          name: `${challenge.problem}.${language}.md`,
          text: `# ${problem.title}\n\n${problem.body}`,
        },
      ],
    },
    {
      summary: t('debrief.diagrams'),
      blocks: [
        { type: 'heading', text: t('debrief.diagrams') },
        { type: 'text', text: t('debrief.diagramsNote') },
        ...designDiagrams(problem, challenge.problem, language),
      ],
    },
  ]
}
