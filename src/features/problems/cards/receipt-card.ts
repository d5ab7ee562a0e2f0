import { action, type Message, type Translate } from '#bot'
import type { Problem } from '../../../content/schema.ts'

/** The contents of a file that is now a problem of the group's, and how to use it. */
export function receiptCard(
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
