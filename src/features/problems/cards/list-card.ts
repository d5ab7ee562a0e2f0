import { action, type Message } from '#bot'
import { bullets } from '../../../texts/phrases.ts'
import type { Caller } from '../../caller.ts'
import { MAX_PROBLEMS, type OfferedProblem } from '../rules.ts'
import { templateButton } from './template-card.ts'

/** All problems that a group may play: the content's, then its own. */
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
