import type { Translate } from './texts.ts'

type Words = Parameters<Translate>[0]
type Pattern = readonly [RegExp, Words]

/**
 * Mistakes are found in English, as operators read them in the log and in `npm run doctor`. Whoever hands in a
 * file reads them in their own language: these are the sentences, and below them the parts that they are made of.
 */
const SENTENCES: readonly Pattern[] = [
  [/^unknown key$/u, 'mistake.unknownKey'],
  [/^Map keys must be unique$/u, 'mistake.repeatedKey'],
  [/^this is nested too deeply$/u, 'mistake.deep'],
  [/^these aliases repeat too much$/u, 'mistake.aliases'],
  [/^this code fence is never closed$/u, 'mistake.openFence'],
  [/^a diagram beginning with flowchart expected$/u, 'mistake.flowchart'],
  [/^front matter expected, beginning with a line ---$/u, 'mistake.noMatter'],
  [/^front matter is never closed by a line ---$/u, 'mistake.openMatter'],
  [/^facts for at least (?<min>\d+) stages expected, for (?<count>\d+) found$/u, 'mistake.factStages'],
  [/^at least (?<min>\d+), as before it, expected, (?<minute>\d+) found$/u, 'mistake.order'],
  [/^(?<topic>.+) expected in the worked design, too, not found there$/u, 'mistake.topic'],
  [/^a text expected under (?<heading>.+), none found$/u, 'mistake.emptySection'],
  [/^a latency such as 20 ms expected in the diagram of serving, none found$/u, 'mistake.latency'],
  [
    /^a dotted arrow that says (?<arrow>.+) expected in the diagram of serving, none found$/u,
    'mistake.arrow',
  ],
  [
    /^a diagram of data and training expected, with where labels \(标签\) come from, none found$/u,
    'mistake.training',
  ],
  [/^section (?<section>## \d+\.) expected, none found$/u, 'mistake.section'],
  [/^(?<wanted>.+?) expected, (?<found>.+) found$/u, 'mistake.other'],
]

const PARTS: readonly Pattern[] = [
  [/^at least (?<n>\d+) mermaid diagrams$/u, 'mistake.part.minDiagrams'],
  [/^at most (?<n>\d+) mermaid diagrams$/u, 'mistake.part.maxDiagrams'],
  [/^at most (?<n>\d+) characters in a diagram$/u, 'mistake.part.diagramLength'],
  [/^at most (?<n>\d+) characters in a diagram's line$/u, 'mistake.part.diagramLine'],
  [/^at most (?<n>\d+) characters of front matter$/u, 'mistake.part.matter'],
  [/^at least (?<n>\d+) characters$/u, 'mistake.part.minChars'],
  [/^at most (?<n>\d+) characters$/u, 'mistake.part.maxChars'],
  [/^at least (?<n>\d+)$/u, 'mistake.part.min'],
  [/^at most (?<n>\d+)$/u, 'mistake.part.max'],
  [/^section (?<section>## \d+\.)$/u, 'mistake.part.section'],
  [/^text in UTF-8$/u, 'mistake.part.utf8'],
  [/^other bytes$/u, 'mistake.part.bytes'],
  [/^a list$/u, 'mistake.part.list'],
  [/^a map$/u, 'mistake.part.map'],
  [/^a whole number$/u, 'mistake.part.whole'],
  [/^string$/u, 'mistake.part.text'],
  [/^nothing$/u, 'mistake.part.nothing'],
]

/** A mistake in the reader's language; what a library says of broken YAML stays as it is. */
export function mistakeIn(t: Translate, text: string): string {
  const [, path = '', sentence = text] = /^((?:body|[\w-]+(?:\[\d+\]|\.[\w-]+)*): )?(.*)$/su.exec(text) ?? []
  const said = translated(t, SENTENCES, sentence)
  return said === undefined ? text : path + said
}

function translated(t: Translate, patterns: readonly Pattern[], text: string): string | undefined {
  for (const [pattern, key] of patterns) {
    const match = pattern.exec(text)
    if (!match) continue
    const parts = Object.entries(match.groups ?? {}).map(([name, part]) => [
      name,
      translated(t, PARTS, part) ?? part,
    ])
    return t(key, Object.fromEntries(parts))
  }
  return undefined
}
