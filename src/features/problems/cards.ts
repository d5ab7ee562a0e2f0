import { action, type Block, type Button, type Message, type Translate } from '#bot'
import { describeMistake, type Mistake } from '../../content/mistakes.ts'
import type { Problem } from '../../content/schema.ts'
import { bullets } from '../../texts/phrases.ts'
import type { Caller } from '../caller.ts'
import { MAX_PROBLEMS, mistakeLines, type OfferedProblem } from './rules.ts'
import type { StandingProblem } from './store.ts'

/** What there is to play: the content's problems, then the group's own. */
export function listCard(
  { t, language, organiser }: Caller,
  problems: ReadonlyMap<string, OfferedProblem>,
): Message {
  const title = t('problem.list.title')
  const lines = (own: boolean) =>
    [...problems]
      .filter(([, problem]) => (problem.own !== null) === own)
      .map(([slug, problem]) => {
        const { title: name, oneLiner } = problem[language]
        return t('problem.list.line', { slug, title: name, oneLiner })
      })
  const own = lines(true)
  return {
    summary: title,
    blocks: [
      { type: 'heading', text: title },
      { type: 'text', text: bullets(lines(false)) },
      { type: 'heading', text: t('problem.list.own') },
      {
        type: 'text',
        text: own.length > 0 ? bullets(own) : t(organiser ? 'problem.list.noneYet' : 'problem.list.none'),
      },
      ...(organiser && own.length > 0
        ? [{ type: 'note', text: t('problem.list.room', { count: own.length, most: MAX_PROBLEMS }) } as const]
        : []),
      {
        type: 'buttons',
        buttons: [
          templateButton(t),
          ...(organiser
            ? [{ label: t('problem.button.add'), action: action('problem.add'), style: 'primary' } as const]
            : []),
        ],
      },
    ],
  }
}

/**
 * One problem as a candidate may know it.
 * @param own where it is the group's own
 * @param underWay whether the group works on it now: then only what everybody reads at the beginning
 */
export function problemCard(
  { t, organiser }: Caller,
  { slug, problem, own }: Readonly<{ slug: string; problem: Problem; own: StandingProblem | undefined }>,
  underWay: boolean,
): Message {
  const about: readonly Block[] = underWay
    ? [{ type: 'note', text: t('problem.show.underWay') }]
    : [
        { type: 'text', text: `**${t('problem.show.keyChallenges')}**\n${bullets(problem.keyChallenges)}` },
        { type: 'text', text: `**${t('problem.show.mustDiscuss')}**\n${bullets(problem.mustDiscuss)}` },
      ]
  const { title } = problem
  return {
    summary: title,
    blocks: [
      { type: 'heading', text: title },
      { type: 'text', text: `${problem.oneLiner}\n\n${problem.brief}` },
      ...about,
      { type: 'text', text: t('problem.show.how', { slug }) },
      ...(own
        ? [
            {
              type: 'note',
              text: t('problem.show.own', { version: own.version, language: t(`language.${own.language}`) }),
            } as const,
          ]
        : []),
      ...(own && organiser ? [{ type: 'buttons', buttons: organiserButtons(t, own) } as const] : []),
    ],
  }
}

/** The source holds what the interviewer knows: it takes a press, so that an organiser can be a candidate. */
function organiserButtons(t: Translate, { slug, version }: StandingProblem): readonly Button[] {
  return [
    { label: t('problem.button.source'), action: action('problem.source', slug) },
    { label: t('problem.button.edit'), action: action('problem.edit', slug) },
    {
      label: t('problem.button.remove'),
      action: action('problem.ask-remove', slug, version),
      style: 'danger',
    },
  ]
}

export function sourceCard(t: Translate, { slug, version, source, problem }: StandingProblem): Message {
  const text = t('problem.source', { title: problem.title, version })
  return {
    summary: text,
    blocks: [
      { type: 'text', text },
      { type: 'file', name: `${slug}.md`, text: source },
    ],
  }
}

export function templateCard(t: Translate, template: string): Message {
  const text = t('problem.template')
  return {
    summary: text,
    blocks: [
      { type: 'text', text },
      { type: 'file', name: 'problem-template.md', text: template },
    ],
  }
}

/** What was read from a file that is now a problem of the group's, and how to use it. */
export function receipt(
  t: Translate,
  slug: string,
  problem: Problem,
  said: 'problem.added' | 'problem.edited',
): Message {
  const text = t(said, { title: problem.title })
  const probes = Object.values(problem.probes).reduce((sum, list) => sum + list.length, 0)
  const count = (name: 'stages' | 'facts' | 'probes' | 'curveballs' | 'diagrams', value: number) => ({
    name: t(`problem.read.${name}`),
    value: String(value),
  })
  return {
    summary: text,
    blocks: [
      { type: 'text', text },
      {
        type: 'fields',
        fields: [
          count('stages', Object.keys(problem.probes).length),
          count('facts', problem.facts.length),
          count('probes', probes),
          count('curveballs', problem.curveballs.length),
          count('diagrams', problem.diagrams.length),
        ],
      },
      { type: 'text', text: t('problem.use', { slug }) },
      {
        type: 'buttons',
        buttons: [{ label: t('problem.button.show'), action: action('problem.show', slug) }],
      },
    ],
  }
}

/** What to mend in a file; nothing of it was stored. @param again opens the form anew, as it was filled in */
export function mistakesCard(
  t: Translate,
  file: string,
  mistakes: readonly Mistake[],
  again: Button,
): Message {
  const { shown, all, rest } = mistakeLines(
    mistakes,
    (mistake) => describeMistake(t, mistake),
    ({ line, text }) => t('problem.mistake', { line, text }),
  )
  const title = t('problem.mistakes', { file, count: mistakes.length })
  const more: readonly Block[] =
    rest > 0
      ? [
          { type: 'text', text: t('problem.moreMistakes', { count: rest }) },
          { type: 'file', name: 'mistakes.txt', text: `${all.join('\n')}\n` },
        ]
      : []
  return {
    summary: title,
    blocks: [
      { type: 'text', text: title },
      { type: 'text', text: bullets(shown) },
      ...more,
      { type: 'note', text: t('problem.nothingStored') },
      { type: 'buttons', buttons: [again, templateButton(t)] },
    ],
  }
}

function templateButton(t: Translate): Button {
  return { label: t('problem.button.template'), action: action('problem.template') }
}
