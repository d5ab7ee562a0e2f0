import { action, type Block, type Message, timeToken } from '#bot'
import type { Posted } from '../assign.ts'
import type { View } from '../deps.ts'

/** Asks somebody privately for their reviews, or reminds them of those that are not written. */
export function requestMessage(
  { challenge, problem, t }: View,
  why: 'asked' | 'reminded',
  posted: readonly Posted[],
): Message {
  const text = t(`challenge.review.${why}`, {
    problem: problem.title,
    count: posted.length,
    deadline: timeToken(challenge.deadlineAt, 'date'),
  })
  return {
    summary: text,
    tone: 'calm',
    blocks: [
      { type: 'text', text },
      { type: 'buttons', buttons: posted.map(({ request, place }) => linkTo(t, request.number, place)) },
      { type: 'note', text: t('challenge.review.how') },
    ],
  }
}

function linkTo(t: View['t'], number: number, to: Posted['place']) {
  return { label: t('challenge.answerNumber', { number }), to }
}

/** What somebody is asked to review, and how far they are: the same where direct messages are closed. */
export function reviewsMessage(
  view: View,
  posted: readonly Posted[],
  reminders: boolean,
  said?: string,
): Message {
  const { challenge, problem, t } = view
  const title = t('challenge.review.title', { problem: problem.title })
  const open = challenge.phase === 'open'
  const shown = posted.filter(({ request }) => open || request.done)
  const rows = shown.flatMap(({ request, place }): Block[] => [
    {
      type: 'text',
      text: t(request.done ? 'challenge.review.done' : 'challenge.review.open', { number: request.number }),
    },
    {
      type: 'buttons',
      buttons: [
        linkTo(t, request.number, place),
        ...(open
          ? ([
              {
                label: t('button.score'),
                action: action('challenge.score', request.submissionId),
                style: 'primary',
              },
            ] as const)
          : []),
      ],
    },
  ])
  return {
    summary: title,
    blocks: [
      ...(said === undefined ? [] : [{ type: 'text', text: said } as const]),
      { type: 'heading', text: title },
      { type: 'text', text: whatIsAsked(view, rows.length) },
      ...rows,
      {
        type: 'buttons',
        buttons: [
          {
            label: t(reminders ? 'challenge.review.noReminders' : 'challenge.review.reminders'),
            action: action('challenge.reminders', challenge.id),
          },
        ],
      },
    ],
  }
}

function whatIsAsked({ challenge: { phase, deadlineAt }, t }: View, reviews: number): string {
  if (phase !== 'open') return t('challenge.review.over')
  return reviews > 0
    ? t('challenge.review.until', { deadline: timeToken(deadlineAt, 'date') })
    : t('challenge.review.none')
}
