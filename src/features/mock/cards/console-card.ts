import { action, type Message } from '#bot'
import { bullets } from '../../../texts/phrases.ts'
import type { Paused, Running } from '../rules/state.ts'
import { stageAt, type View } from '../view.ts'

/** The interviewer's private console: probes, facts to reveal when asked, tells, and the next curveball. */
export function consoleCard(view: View, state: Running | Paused, thrown = false): Message {
  const { content, problem, language, t, mock } = view
  const index = state.timeline.stage
  const stage = stageAt(content, index)
  const title = t('console.title', { stage: stage.name[language] })
  const tells = problem.tells[stage.id]
  const facts = (here: boolean) =>
    problem.facts
      .filter((fact) => (fact.stage === stage.id) === here)
      .map(({ topic, fact }) => t('list.named', { name: `**${topic}**`, text: fact }))
  const section = (heading: string, lines: readonly string[]) =>
    lines.length > 0 ? [{ type: 'text', text: `**${heading}**\n${bullets(lines)}` } as const] : []
  const next = problem.curveballs[state.curveballs]
  // Curveballs are dated for a mock of the usual length.
  const usual = content.stages.reduce((sum, each) => sum + each.minutes, 0)
  const minute = Math.max(1, Math.round(((next?.minute ?? 0) * mock.minutes) / usual))
  return {
    summary: title,
    blocks: [
      ...(thrown ? [{ type: 'text', text: t('console.thrown') } as const] : []),
      { type: 'heading', text: title },
      ...section(t('console.probes'), problem.probes[stage.id]),
      ...section(t('console.factsNow'), facts(true)),
      ...section(t('console.strong'), tells.strong),
      ...section(t('console.weak'), tells.weak),
      {
        type: 'text',
        text: next ? t('console.curveball', { text: next.text, minute }) : t('console.noCurveball'),
      },
      ...section(t('console.factsOther'), facts(false)),
      { type: 'note', text: t('console.hint') },
      {
        type: 'buttons',
        buttons: [
          {
            label: t('button.curveball'),
            action: action('mock.curveball', mock.id, state.curveballs),
            style: 'primary',
            disabled: !next,
          },
          { label: t('button.note'), action: action('mock.note', mock.id) },
        ],
      },
    ],
  }
}
