import { action, type Block, type Button, type Message, timeToken, type UserRef, userToken } from '#bot'
import { bullets, quoted } from '../../content/phrases.ts'
import type { Content } from '../../content/schema.ts'
import { mermaidBlocks } from '../answers/rules.ts'
import type { View } from './deps.ts'
import { byStage, type StageNames } from './rules/stages.ts'
import type { Submission } from './submissions/store.ts'

/** What is shown of an answer beside its file. */
const EXCERPT = 280

/** The card in the channel: the brief, what a good answer covers, the deadline. */
export function challengeCard(view: View, answers: number, dueAt?: number): Message {
  const { challenge, problem, content, t } = view
  const { language, phase, deadlineAt, blind } = challenge
  const title = t('challenge.title', { problem: problem.title })
  const open = phase === 'open'
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
            value: `${timeToken(deadlineAt, 'date')}, ${timeToken(deadlineAt, 'relative')}`,
          },
          { name: t('challenge.answers'), value: String(answers) },
        ],
      },
      { type: 'text', text: t(standing(view), { thread: '' }) },
      ...(open && blind ? [{ type: 'note', text: t('challenge.blindNote') } as const] : []),
      ...(phase === 'cancelled' ? [] : [{ type: 'buttons', buttons: cardButtons(view) } as const]),
    ],
  }
}

function standing({ challenge: { phase } }: View) {
  return `challenge.phase.${phase}` as const
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

/** The seven stages an answer is divided by; the buffer for questions is none of them. */
export function stageNames({ stages }: Content, language: View['challenge']['language']): readonly string[] {
  return stages.slice(0, -1).map(({ name }) => name[language])
}

/** By what people head their sections, in either language. */
export function headings({ stages }: Content): readonly StageNames[] {
  return stages.slice(0, -1).map(({ id, name }) => ({ names: [name.en, name.zh, id] }))
}

/** The first message in the thread: how to answer, what reactions say. */
export function openingMessage(view: View): Message {
  const { challenge, content, t } = view
  const { language, blind } = challenge
  const { levels, signals, antiPatterns } = content.rubric
  const line = (emoji: string, name: string, meaning: string) => `${emoji} **${name}**: ${meaning}`
  return {
    summary: t('challenge.howTitle'),
    tone: 'calm',
    blocks: [
      { type: 'heading', text: t('challenge.howTitle') },
      { type: 'text', text: t(blind ? 'challenge.howBlind' : 'challenge.how') },
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

/** By name, where it may be said; in a blind challenge by number alone until the close. */
export function signed({ challenge, t }: View, { number, author }: Submission): string {
  const known = !challenge.blind || challenge.phase === 'closed'
  return known
    ? t('challenge.answerBy', { number, who: userToken(authorOf(challenge, author)) })
    : t('challenge.answerNumber', { number })
}

export function authorOf({ channel }: View['challenge'], author: string): UserRef {
  return { platform: channel.platform, space: channel.space, user: author }
}

/** A submission's head message: what it is about, and the whole as a file. */
export function answerMessage(
  view: View,
  submission: Submission,
  text: string,
  scores: readonly Block[] = [],
): Message {
  const { challenge, content, t } = view
  const number = submission.number
  const covered = [...byStage(text, headings(content)).keys()]
  const names = stageNames(content, challenge.language)
  const heading = t('challenge.answerNumber', { number })
  const facts = [
    signed(view, submission),
    t('challenge.size', { count: text.length, diagrams: mermaidBlocks(text).length }),
    ...(covered.length > 1
      ? [
          t('challenge.covered', {
            stages: covered.flatMap((stage) => names[stage] ?? []).join(t('list.comma')),
          }),
        ]
      : []),
    ...(submission.late ? [t('challenge.lateMark')] : []),
    ...(submission.version > 1 ? [t('challenge.version', { version: submission.version })] : []),
  ]
  const open = challenge.phase === 'open' || challenge.phase === 'closing' || submission.late
  return {
    summary: heading,
    ...(open ? { tone: 'live' as const } : { tone: 'done' as const }),
    blocks: [
      { type: 'heading', text: heading },
      { type: 'text', text: facts.join('\n') },
      { type: 'text', text: quoted(excerpt(text)) },
      { type: 'file', name: `answer-${number}.md`, text: `${text}\n` },
      ...scores,
      ...(open
        ? ([
            { type: 'note', text: t('challenge.reactHere') },
            {
              type: 'buttons',
              buttons: [
                {
                  label: t('button.score'),
                  action: action('challenge.score', submission.id),
                  style: 'primary',
                },
              ],
            },
          ] as const)
        : []),
    ],
  }
}

export function withdrawnMessage({ t }: View, { number }: Submission): Message {
  const text = t('challenge.withdrawn', { number })
  return { summary: text, tone: 'done', blocks: [{ type: 'text', text }] }
}

/** The first words of an answer's prose, without headings and drawings. */
function excerpt(text: string): string {
  const prose = text
    .replace(/^(`{3,}|~{3,})[\s\S]*?^\1[^\n]*$/gmu, '')
    .split('\n')
    .filter((line) => !/^\s*(#{1,6}\s|$)/u.test(line))
    .join('\n')
    .trim()
  const words = prose === '' ? text : prose
  return words.length > EXCERPT ? `${words.slice(0, EXCERPT).toWellFormed().trimEnd()}…` : words
}
