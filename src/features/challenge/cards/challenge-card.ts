import { action, type Button, type Message, timeToken } from '#bot'
import { bullets, quoted } from '../../../texts/phrases.ts'
import { stageNames, type View } from '../view.ts'

/** The card in the channel: the brief, what a good answer covers, the deadline. */
export function challengeCard(view: View, answers: number, dueAt?: number): Message {
  const { challenge, problem, content, t } = view
  const { language, phase, deadlineAt, blind } = challenge
  const title = t('challenge.title', { problem: problem.title })
  const open = phase === 'open'
  if (phase === 'cancelled')
    return {
      summary: title,
      tone: 'done',
      blocks: [
        { type: 'heading', text: title },
        { type: 'text', text: t('challenge.phase.cancelled') },
      ],
    }
  return {
    summary: title,
    tone: open ? 'live' : 'done',
    blocks: [
      ...(dueAt === undefined
        ? []
        : [{ type: 'note', text: t('challenge.lateNote', { due: timeToken(dueAt, 'date') }) } as const]),
      { type: 'heading', text: title },
      { type: 'text', text: quoted(problem.brief) },
      {
        type: 'text',
        text: `**${t('challenge.covers')}**\n${bullets([
          t('challenge.stages', { stages: stageNames(content, language).join(t('list.comma')) }),
          t('challenge.hard', { challenges: problem.keyChallenges.join(t('list.comma')) }),
          t('challenge.numbers'),
        ])}`,
      },
      {
        type: 'fields',
        fields: [
          {
            name: t('challenge.deadline'),
            value: t('challenge.deadlineAt', {
              at: timeToken(deadlineAt, 'date'),
              in: timeToken(deadlineAt, 'relative'),
            }),
          },
          { name: t('challenge.answers'), value: String(answers) },
        ],
      },
      { type: 'text', text: t(standing(view)) },
      ...(open && blind ? [{ type: 'note', text: t('challenge.blindNote') } as const] : []),
      { type: 'buttons', buttons: cardButtons(view) },
    ],
  }
}

function standing(view: View) {
  const { phase } = view.challenge
  return phase === 'open' && !byMessage(view)
    ? 'challenge.phase.openPrivate'
    : (`challenge.phase.${phase}` as const)
}

/** Whether a message in the thread can be an answer. */
function byMessage({ challenge, readsMessages }: View): boolean {
  return readsMessages && !challenge.blind
}

/** The buttons on the card and in the thread, where commands don't work everywhere. */
function cardButtons({ challenge, t }: View): readonly Button[] {
  return [
    {
      label: t('button.submitAnswer'),
      action: action('challenge.answer', challenge.id),
      ...(challenge.phase === 'open' && { style: 'primary' as const }),
    },
    { label: t('challenge.myReviews'), action: action('challenge.reviews', challenge.id) },
  ]
}

/**
 * The first message in the thread: how to answer, what reactions say.
 * @param again whether the thread before this one was deleted: with or without answers on which people had reacted
 */
export function openingMessage(view: View, again?: 'answers' | 'nothing'): Message {
  const { challenge, content, t } = view
  const { language } = challenge
  const { levels, signals, antiPatterns } = content.rubric
  const line = (emoji: string, name: string, meaning: string) =>
    t('list.named', { name: `${emoji} **${name}**`, text: meaning })
  return {
    summary: t('challenge.howTitle'),
    tone: 'calm',
    blocks: [
      ...(again ? [{ type: 'text', text: t(`challenge.threadAgain.${again}`) } as const] : []),
      { type: 'heading', text: t('challenge.howTitle') },
      { type: 'text', text: t(howOf(view)) },
      { type: 'heading', text: t('challenge.legendTitle') },
      {
        type: 'text',
        text: [
          t('challenge.legendLevels'),
          ...levels.map(({ emoji, name, meaning }) => line(emoji, name[language], meaning[language])),
        ].join('\n'),
      },
      {
        type: 'text',
        text: [
          t('challenge.legendSignals'),
          ...signals.map(({ emoji, name, meaning }) => line(emoji, name[language], meaning[language])),
        ].join('\n'),
      },
      {
        type: 'text',
        text: [
          t('challenge.legendFlags'),
          ...antiPatterns.map(({ emoji, name, detection }) =>
            line(emoji, name[language], detection[language]),
          ),
        ].join('\n'),
      },
      { type: 'note', text: t('challenge.legendNote') },
      { type: 'buttons', buttons: cardButtons(view) },
    ],
  }
}

function howOf(view: View) {
  if (view.challenge.blind) return 'challenge.howBlind'
  return byMessage(view) ? 'challenge.how' : 'challenge.howPrivate'
}
