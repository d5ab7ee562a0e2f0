import { action, type Block, type Message, userToken } from '#bot'
import type { Content } from '../../../content/schema.ts'
import type { Draft, DraftBlock } from '../../../durable/outbox/index.ts'
import { mermaidBlocks } from '../../../markdown/diagrams.ts'
import { quoted } from '../../../texts/phrases.ts'
import { wordsForStage } from '../rules/stage-words.ts'
import { byStage, type StageNames } from '../rules/stages.ts'
import type { Submission } from '../store/submissions.ts'
import type { View } from '../view.ts'
import { authorOf, stageNames } from './challenge-card.ts'

/** Characters of an answer that are shown besides its file. */
const EXCERPT = 280
/** More pictures would split the head message. */
const MOST_DRAWN = 4

/** The author; undefined before the close of a blind challenge. */
function writer({ challenge }: View, { author }: Submission): string | undefined {
  const known = !challenge.blind || challenge.phase === 'closed'
  return known ? userToken(authorOf(challenge, author)) : undefined
}

/** An answer's number, with its author unless that is secret. */
export function signed(view: View, submission: Submission): string {
  const { number } = submission
  const who = writer(view, submission)
  return who === undefined
    ? view.t('challenge.answerNumber', { number })
    : view.t('challenge.answerBy', { number, who })
}

/** A submission's head message: a summary, and the whole text as a file. */
export function answerMessage(
  view: View,
  submission: Submission,
  text: string,
  scores: readonly Block[] = [],
): Draft {
  const { challenge, content, t } = view
  const number = submission.number
  const covered = [...byStage(text, headings(content)).keys()]
  const names = stageNames(content, challenge.language)
  const heading = t('challenge.answerNumber', { number })
  const who = writer(view, submission)
  const facts = [
    ...(who === undefined ? [] : [t('challenge.byWho', { who })]),
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
      ...drawings(view, text),
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
function drawings({ challenge, t }: View, text: string): readonly DraftBlock[] {
  const blocks = mermaidBlocks(text)
  const pictures = blocks.slice(0, MOST_DRAWN).map(
    (source, index) =>
      ({
        type: 'picture',
        language: challenge.language,
        picture: {
          kind: 'diagram',
          source,
          name: `diagram-${index + 1}`,
          instead: 'reason',
          ...(blocks.length > 1 && { number: index + 1 }),
        },
      }) as const,
  )
  const rest = blocks.length - MOST_DRAWN
  return rest > 0
    ? [...pictures, { type: 'note', text: t('challenge.moreDiagrams', { max: MOST_DRAWN, rest }) }]
    : pictures
}

export function withdrawnMessage({ t }: View, { number }: Submission): Message {
  const text = t('challenge.withdrawn', { number })
  return { summary: text, tone: 'done', blocks: [{ type: 'text', text }] }
}

/** The first words of an answer's prose, without headings and code blocks. */
function excerpt(text: string): string {
  const prose = text
    .replace(/^(`{3,}|~{3,})[\s\S]*?^\1[^\n]*$/gmu, '')
    .split('\n')
    .filter((line) => !/^\s*(#{1,6}\s|$)/u.test(line))
    .join('\n')
    .trim()
  const words = prose === '' ? text : prose
  if (words.length <= EXCERPT) return words
  const cut = words.slice(0, EXCERPT + 1).toWellFormed()
  // Cut between words, in languages that have spaces.
  return `${cut
    .replace(/\s+\S{0,30}$/u, '')
    .slice(0, EXCERPT)
    .trimEnd()}…`
}

/** The headings that open a stage's section, in either language. */
function headings({ stages }: Content): readonly StageNames[] {
  return stages.slice(0, -1).map(({ id, name }) => ({ names: [name.en, name.zh, id, ...wordsForStage(id)] }))
}
