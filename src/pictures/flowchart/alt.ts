import type { Edge, Graph } from './graph.ts'

/** Discord takes 1,024 characters, Slack 2,000. */
const LONGEST = 1000

/** The text alternative of a diagram: its edges, in signs that read the same in every language. */
export function describeDiagram({ title, nodes, groups, edges }: Graph): string {
  const names = new Map([...groups, ...nodes].map(({ id, label }) => [id, oneLine(label) || id]))
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const alone = nodes.filter(({ id }) => !joined.has(id)).map(({ id }) => names.get(id) ?? id)
  const said = edges
    .filter(({ line }) => line !== 'invisible')
    .map((edge) => `${names.get(edge.from) ?? edge.from} ${arrow(edge)} ${names.get(edge.to) ?? edge.to}`)
  const text = [title && `${oneLine(title)}:`, [...said, ...alone].join('; ')].filter(Boolean).join(' ')
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}

function arrow({ label, start, end }: Edge): string {
  const sign = start !== 'none' ? '↔' : end === 'none' ? '—' : '→'
  return label === '' ? sign : `${sign} (${oneLine(label)})`
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ')
}
