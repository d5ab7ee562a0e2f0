import type { TextKey, Translate } from '#bot'

type Pattern = readonly [RegExp, TextKey]

/**
 * Mistakes are found in English, as operators read them in the log and in `npm run doctor`. Whoever hands in a
 * file reads them in their own language: these are the sentences, and below them the parts that they are made of.
 */
const SENTENCES: readonly Pattern[] = [
  [/^unknown key$/u, 'mistake.unknownKey'],
  [/^unknown key: did you mean (?<key>.+)\?$/u, 'mistake.meantKey'],
  [/^the key (?<key>.+) stands twice, first in line (?<line>\d+)$/u, 'mistake.repeatedKey'],
  [/^spaces expected at the beginning of the line, a tab found$/u, 'mistake.tab'],
  [/^ordinary spaces expected at the beginning of the line, others found$/u, 'mistake.spaces'],
  [/^an ordinary colon and a space expected after (?<key>.+), ： found$/u, 'mistake.colon'],
  [/^a space expected after (?<key>.+):, none found$/u, 'mistake.noSpace'],
  [/^a list's line that begins with - and a space expected, (?<mark>.+) found$/u, 'mistake.bullet'],
  [/^this quotation mark is never closed$/u, 'mistake.openQuote'],
  [
    /^a text that begins with a quotation mark ends at the next one: put the whole in the other kind$/u,
    'mistake.innerQuote',
  ],
  [/^quotation marks expected around a text that begins with (?<mark>.+), none found$/u, 'mistake.mark'],
  [
    /^quotation marks expected around a text with a colon and a space in it, none found$/u,
    'mistake.colonInText',
  ],
  [/^after this sign the text begins in the next line$/u, 'mistake.block'],
  [/^these lines are indented unlike each other, or a key has no colon$/u, 'mistake.indentation'],
  [/^this is no YAML: (?<message>.+)$/su, 'mistake.yaml'],
  [/^this is nested too deeply$/u, 'mistake.deep'],
  [/^these aliases repeat too much$/u, 'mistake.aliases'],
  [/^this code fence is never closed$/u, 'mistake.openFence'],
  [/^a diagram beginning with flowchart expected, (?<found>.+) found$/u, 'mistake.flowchart'],
  [/^the word mermaid expected behind the marks of this fence, none found$/u, 'mistake.mermaid'],
  [/^a line --- expected before everything else, (?<found>.+) found$/u, 'mistake.noMatter'],
  [/^a line of exactly --- expected, (?<found>.+) found$/u, 'mistake.almostMatter'],
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
  [/^text in UTF-8 expected, (?<found>.+) found: save the file as UTF-8$/u, 'mistake.encoding'],
  [/^(?<wanted>.+?) expected, (?<found>.+) found: (?<why>[^:]+)$/u, 'mistake.because'],
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
  [/^other bytes$/u, 'mistake.part.bytes'],
  [/^a list$/u, 'mistake.part.list'],
  [/^a map$/u, 'mistake.part.map'],
  [/^a whole number$/u, 'mistake.part.whole'],
  [/^a number$/u, 'mistake.part.number'],
  [/^one line$/u, 'mistake.part.oneLine'],
  [/^several$/u, 'mistake.part.several'],
  [/^a backtick$/u, 'mistake.part.backtick'],
  [/^string$/u, 'mistake.part.text'],
  [/^nothing$/u, 'mistake.part.nothing'],
  [/^each entry takes a line that begins with - and a space$/u, 'mistake.part.entries'],
  [/^what follows # is a comment, unless it is in quotation marks$/u, 'mistake.part.comment'],
  [/^put it in quotation marks$/u, 'mistake.part.quote'],
  [/^a text with a colon and a space in it needs quotation marks$/u, 'mistake.part.colon'],
]

/** A mistake in the reader's language; of broken YAML only what no sentence fits stays as the library says it. */
export function mistakeIn(t: Translate, text: string): string {
  const [, path = '', sentence = text] =
    /^((?:body|[\w-]+(?:\[\d+\]|\.[\w-]+)*): |.+: (?=unknown key))?(.*)$/su.exec(text) ?? []
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
