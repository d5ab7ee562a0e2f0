import { type Block, type UserRef, userToken } from '#bot'
import { quoted } from '../../../texts/phrases.ts'
import { provisional, rangeOf, scoreTable } from '../../review/cards/scorecard.ts'
import { isJudged, median, scorecard, type Vote } from '../../review/rules.ts'
import type { ReactionVotes, Review } from '../../review/store.ts'
import { OVERALL } from '../rules/emoji.ts'
import type { Submission } from '../store/submissions.ts'
import type { View } from '../view.ts'

/** An answer with its votes and reviews. */
export type AnswerResult = Readonly<{
  submission: Submission
  author: UserRef
  votes: readonly Vote[]
  reviews: readonly Review[]
  reactions: readonly ReactionVotes[]
}>

/** Joins lines, without empty ones. */
export const joined = (lines: readonly string[]) => lines.filter((line) => line !== '').join('\n')

/** The form's votes, without the author's own. */
export function peerVotes({ author, votes }: AnswerResult): readonly Vote[] {
  return votes.filter(({ voter }) => voter.user !== author.user)
}

/** Reviewers who scored an answer by the form, without its author. */
export function voters({ author, reviews }: AnswerResult): readonly UserRef[] {
  return reviews.map(({ voter }) => voter).filter(({ user }) => user !== author.user)
}

/** Such as `median 3 of 4, range 2–4 · 🎯 2 · 🔕 1`. */
export function reactionLine(
  { content, t }: Pick<View, 'content' | 't'>,
  { reactions }: Pick<AnswerResult, 'reactions'>,
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

/** An answer's scorecard: the form's medians, then reactions, then comments. */
export function scoresOf(view: View, result: AnswerResult): readonly Block[] {
  const { content, challenge, t } = view
  const { rubric } = content
  const rows = scorecard(
    rubric.criteria.map(({ id }) => id),
    result.votes,
    result.author,
  )
  const judged = rows.filter(isJudged)
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
