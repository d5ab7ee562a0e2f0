import { action, type Block, type Button, type Message, type Translate } from '#bot'
import type { Problem } from '../../../content/schema.ts'
import { bullets } from '../../../texts/phrases.ts'
import type { Caller } from '../../caller.ts'
import type { StandingProblem } from '../store.ts'

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
