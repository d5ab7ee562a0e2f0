import { describe, expect, test } from 'vitest'
import { loadTemplate } from '../../src/content/load.ts'
import { describeMistake } from '../../src/content/mistakes.ts'
import { readProblemFile } from '../../src/content/problem-file.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'

const templates = loadTemplate(new URL('../../content/', import.meta.url))
const { en: template } = templates
const texts = loadTexts()

type Change = (text: string) => string | Uint8Array
const swap =
  (from: string | RegExp, to: string): Change =>
  (text) => {
    const changed = text.replaceAll(from, to)
    if (changed === text) throw new Error(`${from} is not in the template`)
    return changed
  }
const headings = (to: string) => swap(/^## (\d)\./gmu, to)
const indentation = 'these lines are indented unlike each other, or a key has no colon'
const colonInText = 'quotation marks expected around a text with a colon and a space in it, none found'
const innerQuote =
  'a text that begins with a quotation mark ends at the next one: put the whole in the other kind'
const stages = 'requirements, metrics, data, features, model, serving, monitoring, buffer'

/** A change of the template, and the author's reading: the line of the mistake, and the sentence. */
const FILLED_IN: readonly (readonly [string, Change, string, string])[] = [
  [
    'a stage left out of the probes',
    swap(/ {2}serving:\n {4}- Walk[\s\S]*?(?= {2}monitoring:\n)/gu, ''),
    'probes:',
    'probes.serving: a list expected, nothing found',
  ],
  [
    'a stage left out of the facts',
    swap('  - stage: metrics\n    topic: Target', '  - topic: Target'),
    '  - topic: Target',
    `facts[5].stage: ${stages} expected, nothing found`,
  ],
  [
    'a stage with a capital',
    swap('stage: serving', 'stage: Serving'),
    '  - stage: Serving',
    `facts[10].stage: ${stages} expected, "Serving" found`,
  ],
  ['a line indented less', swap('    topic: Latency', '   topic: Latency'), '   topic: Latency', indentation],
  [
    'a list indented less',
    swap('    - What will you not', '  - What will you not'),
    '  - What will you not',
    indentation,
  ],
  [
    'a tab',
    swap('    topic: Latency', '\ttopic: Latency'),
    '\ttopic: Latency',
    'spaces expected at the beginning of the line, a tab found',
  ],
  [
    'blanks of a web page',
    swap('    topic: Latency', '\u00A0\u00A0\u00A0\u00A0topic: Latency'),
    '\u00A0\u00A0',
    'ordinary spaces expected at the beginning of the line, others found',
  ],
  [
    'wide blanks',
    swap('    topic: Latency', '\u3000\u3000topic: Latency'),
    '\u3000\u3000',
    'ordinary spaces expected at the beginning of the line, others found',
  ],
  [
    'a wide colon',
    swap('title: Delivery', 'title：Delivery'),
    'title：',
    'an ordinary colon and a space expected after title, ： found',
  ],
  [
    'a wide colon in a list',
    swap('    topic: Latency', '    topic：Latency'),
    '    topic：',
    'an ordinary colon and a space expected after topic, ： found',
  ],
  [
    'no space after a colon',
    swap('title: Delivery', 'title:Delivery'),
    'title:D',
    'a space expected after title:, none found',
  ],
  [
    'no space after a dash',
    swap('  - quantiles', '  -quantiles'),
    'mustDiscuss:',
    'mustDiscuss: a list expected, "-quantiles - point-in-time features - f… found: each entry takes a line that begins with - and a space',
  ],
  [
    'a star for a dash',
    swap('  - quantiles', '  * quantiles'),
    '  * quantiles',
    "a list's line that begins with - and a space expected, `*` found",
  ],
  [
    'a list in one line',
    swap(/mustDiscuss:\n.*\n.*\n.*\n/gu, 'mustDiscuss: quantiles, feedback\n'),
    'mustDiscuss:',
    'mustDiscuss: a list expected, "quantiles, feedback" found: each entry takes a line that begins with - and a space',
  ],
  [
    'a key twice',
    swap('\nbrief:', '\ntitle: again\nbrief:'),
    'title: again',
    'the key title stands twice, first in line 7',
  ],
  [
    'a stage twice',
    swap('  buffer:\n    - Which', '  monitoring:\n    - Which'),
    '  monitoring:\n    - Which',
    'the key monitoring stands twice, first in line 94',
  ],
  [
    'a minute too late',
    swap('minute: 38', 'minute: 47'),
    '  - minute: 47',
    'curveballs[5].minute: at most 44 expected, 47 found',
  ],
  [
    'a minute before the last',
    swap('minute: 30', 'minute: 12'),
    '  - minute: 12',
    'curveballs[4].minute: at least 22, as before it, expected, 12 found',
  ],
  [
    'a range of minutes',
    swap('minute: 30', 'minute: 30-35'),
    '  - minute: 30-35',
    'curveballs[4].minute: a number expected, "30-35" found',
  ],
  [
    'another name for a key',
    swap('oneLiner:', 'one_liner:'),
    'one_liner',
    'one_liner: unknown key: did you mean oneLiner?',
  ],
  [
    'a key in two words',
    swap('keyChallenges:', 'key challenges:'),
    'key challenges',
    'key challenges: unknown key: did you mean keyChallenges?',
  ],
  [
    'a title that is a year',
    swap('title: Delivery Time Promise', 'title: 2026'),
    'title: 2026',
    'title: string expected, 2026 found: put it in quotation marks',
  ],
  [
    'a title that is a comment',
    swap('title: Delivery', 'title: #1 Delivery'),
    'title: #1',
    'title: string expected, nothing found: what follows # is a comment, unless it is in quotation marks',
  ],
  ['a colon in a text', swap('fact: A late', 'fact: Note: a late'), '    fact: Note', colonInText],
  [
    'a colon in an entry',
    swap('- What will you not', '- Scope: what will you not'),
    '    - Scope',
    'probes.requirements[2]: string expected, a map found: a text with a colon and a space in it needs quotation marks',
  ],
  [
    'curly quotation marks',
    swap('title: Delivery Time Promise', 'title: “Delivery: a Promise”'),
    'title: “',
    colonInText,
  ],
  [
    'a quotation at the beginning',
    swap('- What is the label', '- "Label" is the what'),
    '    - "Label"',
    innerQuote,
  ],
  [
    "an apostrophe between '",
    swap('fact: A late order costs', "fact: 'It's late"),
    "    fact: 'It",
    innerQuote,
  ],
  [
    'an open quotation mark',
    swap('fact: A late', 'fact: "A late'),
    '    fact: "A',
    'this quotation mark is never closed',
  ],
  [
    'emphasis',
    swap('- What is the label', '- *What* is the label'),
    '    - *What*',
    'quotation marks expected around a text that begins with `*`, none found',
  ],
  [
    'code',
    swap('fact: 4 % of', 'fact: `cancelled` is 4 % of'),
    '    fact: `',
    'quotation marks expected around a text that begins with a backtick, none found',
  ],
  [
    'a bracket',
    swap('fact: 4 % of', 'fact: [guess] 4 % of'),
    '    fact: [',
    'quotation marks expected around a text that begins with `[`, none found',
  ],
  [
    'a title in two lines',
    swap('title: Delivery Time Promise', 'title: |\n  Delivery\n  Time'),
    'title: |',
    'title: one line expected, several found',
  ],
  [
    'a text beside >-',
    swap('brief: >-\n  We', 'brief: >- We'),
    'brief:',
    'after this sign the text begins in the next line',
  ],
  [
    'a heading without its number',
    swap('## 3. Data', '## Data'),
    '## Data',
    'body: section ## 3. expected, ## Data found',
  ],
  [
    'a heading of another level',
    headings('### $1.'),
    '### 1.',
    'body: section ## 1. expected, ### 1. Requirements found',
  ],
  [
    'headings with a bracket',
    headings('## $1)'),
    '## 1)',
    'body: section ## 1. expected, ## 1) Requirements found',
  ],
  [
    'headings with a wide mark',
    headings('## $1、'),
    '## 1、',
    'body: section ## 1. expected, ## 1、 Requirements found',
  ],
  [
    'a fence without mermaid',
    swap('```mermaid', '```'),
    '```',
    'body: the word mermaid expected behind the marks of this fence, none found',
  ],
  [
    'another diagram',
    swap('flowchart LR', 'stateDiagram LR'),
    'stateDiagram LR',
    'body: a diagram beginning with flowchart expected, stateDiagram LR found',
  ],
  [
    'the whole in a fence',
    (text) => `\`\`\`\n${text}\n\`\`\`\n`,
    '```',
    'a line --- expected before everything else, ``` found',
  ],
  [
    'no front matter',
    (text) => text.slice(text.indexOf('## 1. Req')),
    '## 1.',
    'a line --- expected before everything else, ## 1. Requirements found',
  ],
  [
    'four dashes',
    swap('\n---\n\n<!--', '\n----\n\n<!--'),
    '----',
    'a line of exactly --- expected, ---- found',
  ],
  [
    'a dash of a word processor',
    swap('\n---\n\n<!--', '\n—\n\n<!--'),
    '—',
    'a line of exactly --- expected, — found',
  ],
  [
    'no end of the front matter',
    swap('\n---\n\n<!--', '\n\n<!--'),
    '<!--',
    'front matter is never closed by a line ---',
  ],
  [
    'quotation marks of Windows',
    (text) => Buffer.from(text.replace("Today's", 'Today\u0092s'), 'latin1'),
    "    topic: Today's",
    'text in UTF-8 expected, Windows-1252 found: save the file as UTF-8',
  ],
]

const mistakesIn = (content: string | Uint8Array) => {
  const read = readProblemFile(
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
    'x.md',
  )
  return read.kind === 'mistakes' ? read.mistakes : []
}
const lineOf = (text: string, place: string) =>
  text.slice(0, `\n${text}`.indexOf(`\n${place}`)).split('\n').length

describe('an author who fills in the template in a hurry reads', () => {
  test.each(FILLED_IN)('%s', (_, change, place, said) => {
    const content = change(template)
    const text = typeof content === 'string' ? content : template
    const mistakes = mistakesIn(content)
    const english = mistakes.map((each) => ({ line: each.line, text: describeMistake(texts.in('en'), each) }))
    expect(english).toContainEqual({ line: lineOf(text, place), text: said })
    // Mistakes that follow from the first would hide it.
    expect(mistakes.length).toBeLessThanOrEqual(7)
    for (const each of mistakes) {
      const chinese = describeMistake(texts.in('zh'), each)
      expect(chinese).toMatch(/\p{Script=Han}/u)
      expect(chinese).not.toMatch(/expected|found|quotation|stands|begins|did you/u)
    }
  })

  test('every line that has a tab, and nothing that follows from it', () => {
    const tabbed = template.replace(/^( {2})+/gmu, (blanks) => '\t'.repeat(blanks.length / 2))
    expect(new Set(mistakesIn(tabbed).map(({ code }) => code))).toEqual(new Set(['tab']))
  })

  test.each([
    ['line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['line ends of old Macs', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['empty lines before it', (text: string) => `\n \n${text}`],
  ])('nothing about %s', (_, change) => {
    for (const text of [template, templates.zh]) expect(mistakesIn(change(text))).toEqual([])
  })
})
