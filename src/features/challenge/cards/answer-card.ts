import { action, type Block, type Message, userToken } from '#bot'
import type { Draft, DraftBlock } from '../../../durable/outbox/index.ts'
import { quoted } from '../../../texts/phrases.ts'
import type { Analysis } from '../rules/analysis.ts'
import type { Submission } from '../store/submissions.ts'
import { memberOf, stageNames, type View } from '../view.ts'

/** The author; undefined before the close of a blind challenge. */
function writer({ challenge }: View, { author }: Submission): string | undefined {
  const known = !challenge.blind || challenge.phase === 'closed'
  return known ? userToken(memberOf(challenge, author)) : undefined
}

/** An answer's number, with its author unless that is secret. */
export function signed(view: View, submission: Submission): string {
  const { number } = submission
  const who = writer(view, submission)
  return who === undefined
    ? view.t('challenge.answerNumber', { number })
    : view.t('challenge.answerBy', { number, who })
}

/** An answer's text, and what was found in it. */
export type AnalysedText = Readonly<{ text: string; analysis: Analysis }>

/** A submission's head message: a summary, and the whole text as a file. */
export function answerMessage(
  view: View,
  submission: Submission,
  { text, analysis }: AnalysedText,
  scores: readonly Block[] = [],
): Draft {
  const { challenge, content, t } = view
  const number = submission.number
  const { size, stages, diagrams, excerpt } = analysis
  const names = stageNames(content, challenge.language)
  const heading = t('challenge.answerNumber', { number })
  const who = writer(view, submission)
  const facts = [
    ...(who === undefined ? [] : [t('challenge.byWho', { who })]),
    t('challenge.size', { count: size, diagrams }),
    ...(stages.length > 1
      ? [
          t('challenge.covered', {
            stages: stages.flatMap((stage) => names[stage] ?? []).join(t('list.comma')),
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
      { type: 'text', text: quoted(excerpt) },
      { type: 'file', name: `answer-${number}.md`, text: `${text}\n` },
      ...drawings(view, analysis),
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

/** The pictures of Mermaid blocks; their names must not tell the author, since challenges may be blind. */
function drawings({ challenge, t }: View, { drawn, diagrams }: Analysis): readonly DraftBlock[] {
  const pictures = drawn.map(
    (source, index) =>
      ({
        type: 'picture',
        language: challenge.language,
        picture: {
          kind: 'diagram',
          source,
          name: `diagram-${index + 1}`,
          instead: 'reason',
          ...(diagrams > 1 && { number: index + 1 }),
        },
      }) as const,
  )
  const rest = diagrams - drawn.length
  return rest > 0
    ? [...pictures, { type: 'note', text: t('challenge.moreDiagrams', { max: drawn.length, rest }) }]
    : pictures
}

export function withdrawnMessage({ t }: View, { number }: Submission): Message {
  const text = t('challenge.withdrawn', { number })
  return { summary: text, tone: 'done', blocks: [{ type: 'text', text }] }
}
