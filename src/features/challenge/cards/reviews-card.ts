import { action, type Block, type ChannelRef, type Message, type MessageRef, timeToken } from '#bot'
import type { ReviewRequest } from '../store/review-requests.ts'
import type { View } from '../view.ts'

/** A review request, and the message of its submission. */
export type PostedRequest = Readonly<{ request: ReviewRequest; message: ChannelRef | MessageRef }>

/** Asks a reviewer privately for reviews, or reminds them of missing ones. */
export function requestMessage(
  { challenge, problem, t }: View,
  why: 'asked' | 'askedMore' | 'reminded',
  posted: readonly PostedRequest[],
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
      { type: 'buttons', buttons: posted.map(({ request, message }) => linkTo(t, request.number, message)) },
      { type: 'note', text: t('challenge.review.how') },
    ],
  }
}

function linkTo(t: View['t'], number: number, to: PostedRequest['message']) {
  return { label: t('challenge.answerNumber', { number }), to }
}

/** A reviewer's requests and their progress; also reaches people who accept no direct messages. */
export function reviewsMessage(
  view: View,
  posted: readonly PostedRequest[],
  reminders: boolean,
  notice?: string,
): Message {
  const { challenge, problem, t } = view
  const title = t('challenge.review.title', { problem: problem.title })
  const open = challenge.phase === 'open'
  const shown = posted.filter(({ request }) => open || request.done)
  const rows = shown.flatMap(({ request, message }): Block[] => [
    {
      type: 'text',
      text: t(request.done ? 'challenge.review.done' : 'challenge.review.open', { number: request.number }),
    },
    {
      type: 'buttons',
      buttons: [
        linkTo(t, request.number, message),
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
      ...(notice === undefined ? [] : [{ type: 'text', text: notice } as const]),
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
