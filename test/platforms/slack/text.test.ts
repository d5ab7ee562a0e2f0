import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { timeToken, userToken } from '#bot'
import { mermaidBlocks } from '../../../src/markdown/diagrams.ts'
import { mentionsIn, readText } from '../../../src/platforms/slack/read-text.ts'
import {
  drawMarkdown,
  drawMrkdwn,
  drawPlain,
  escapeText,
  type Ink,
} from '../../../src/platforms/slack/text.ts'

const ink: Ink = {
  person: (user) => (user === 'U1' ? '<@U1>' : escapeText(`@${user}`)),
  name: (user) => user.toLowerCase(),
  address: () => 'https://study.slack.com/',
  relative: () => 'in 5 minutes',
}
const draw = (text: string) => drawMrkdwn(text, ink, 3000).join('\n---\n')
const user = (id: string) => userToken({ platform: 'slack', space: 'T', user: id })

describe('mrkdwn', () => {
  test.each([
    ['**bold** and *italic* and ~~gone~~', '*bold* and _italic_ and ~gone~'],
    ['__bold__ and _italic_', '*bold* and _italic_'],
    ['**bold *and italic* text**', '*bold _and italic_ text*'],
    ['## A heading', '*A heading*'],
    ['- one\n* two\n  - three', '• one\n• two\n  • three'],
    ['1. one\n2. two', '1. one\n2. two'],
    ['> quoted **text**', '> quoted *text*'],
    ['>> twice', '> twice'],
    ['[label](https://a.example/b?c=d&e=f)', '<https://a.example/b?c=d&amp;e=f|label>'],
    ['see https://a.example/b.', 'see <https://a.example/b>.'],
    ['`a < b && **c**`', '`a &lt; b &amp;&amp; **c**`'],
    ['```sql\nselect a < b\n```', '```\nselect a &lt; b\n```'],
    ['before\n```mermaid\nA --> B\n```\nafter **x**', 'before\n```\nA --&gt; B\n```\nafter *x*'],
    ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
    ['snake_case_name', 'snake_case_name'],
    ['\\*not bold\\*', '\u200B*\u200Bnot bold\u200B*\u200B'],
    ['中文**重点**内容', '中文\u200B*重点*\u200B内容'],
    ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
  ])('%j', (source, drawn) => {
    expect(draw(source)).toBe(drawn)
  })

  test.each([
    '<!channel>',
    '<!here|here>',
    '<!subteam^S1>',
    '<@U2>',
    '<#C1>',
    '<https://evil.example|https://bank.example>',
    '[x](<!channel>)',
    '[<!channel>](https://a.example)',
    '[a](https://a.example|<!here>)',
    '**<!channel>**',
    '`<!channel>`',
    '```\n<!channel>\n```',
    '\uE000\uE001',
    '\u0001<!here>\u0001',
    '⟦user <!channel>⟧',
    '&lt;!channel&gt;',
  ])('%j calls nobody', (source) => {
    const drawn = draw(source)
    expect(drawn).not.toMatch(/<[!@#]/u)
    for (const [, target] of drawn.matchAll(/<([^>]*)>/gu)) expect(target).toMatch(/^https:\/\/a\.example/u)
  })

  test('moments are shown in the reader’s zone, people as they may be named', () => {
    const at = Date.UTC(2026, 4, 3, 14, 5)
    expect(draw(`Until ${timeToken(at, 'clock')}, ${timeToken(at, 'relative')}`)).toBe(
      `Until <!date^${at / 1000}^{time}|14:05 UTC>, in 5 minutes`,
    )
    expect(draw(timeToken(at, 'date'))).toBe(
      `<!date^${at / 1000}^{date_short_pretty} {time}|2026-05-03 14:05 UTC>`,
    )
    expect(draw(`**${user('U1')}** asks ${user('U2')}`)).toBe('*<@U1>* asks @U2')
    expect(drawPlain(`${user('U1')} at ${timeToken(at, 'date')}`, ink)).toBe('u1 at 2026-05-03 14:05 UTC')
  })

  test('a time that no calendar knows stays as it was typed', () => {
    const typed = '⟦time 99000000000000000 clock⟧'
    expect(draw(typed)).toBe(typed)
    expect(drawPlain(typed, ink)).toBe(typed)
  })

  test('the markdown block keeps Markdown, and has nothing that calls', () => {
    const [drawn] = drawMarkdown('# Title\n> **a** < b & @channel <!here>', ink, 9000)
    expect(drawn).toBe('# Title\n> **a** &lt; b &amp; @\u200Bchannel &lt;!here&gt;')
  })
})

/** The text without marks and blanks: at the start of a line a sign can be a mark. */
const bare = (text: string) => text.replace(/&gt;|[\s*_~`>•#\u200B-]/gu, '')

describe('splitting', () => {
  const word = fc.stringMatching(/^[a-z&<>中文🙂]{1,12}$/u)
  const source = fc
    .array(fc.oneof(word, fc.constantFrom('\n', '\n\n', '**bold**', user('U1'), timeToken(0, 'date'))), {
      minLength: 1,
      maxLength: 400,
    })
    .map((parts) => parts.join(' '))

  test('nothing is lost or parted, and every part holds the limit', () => {
    fc.assert(
      fc.property(source, fc.integer({ min: 120, max: 700 }), (text, limit) => {
        const parts = drawMrkdwn(text, ink, limit)
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit)
          expect(part.match(/&(?!amp;|lt;|gt;)/gu)).toBeNull()
          expect(part.isWellFormed()).toBe(true)
          expect(
            part.match(/<!date(?!\^0\^\{date_short_pretty\} \{time\}\|1970-01-01 00:00 UTC>)/gu),
          ).toBeNull()
        }
        const [whole = ''] = drawMrkdwn(text, ink, Number.MAX_SAFE_INTEGER)
        expect(bare(parts.join(''))).toBe(bare(whole))
      }),
    )
  })

  test('signs that grow when they are escaped are counted as they are sent', () => {
    const parts = drawMrkdwn('&'.repeat(5000), ink, 3000)
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(3000)
    expect(parts.join('')).toBe('&amp;'.repeat(5000))
  })

  test('a code block that is split is closed and opened again', () => {
    const code = Array.from({ length: 300 }, (_, i) => `line ${i} -->`).join('\n')
    const parts = drawMrkdwn(`\`\`\`\n${code}\n\`\`\``, ink, 3000)
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) expect(part).toMatch(/^```\n[\s\S]*\n```$/u)
    for (let i = 0; i < 300; i++) expect(parts.join('\n')).toContain(`line ${i} --&gt;`)
  })
})

describe('text that people write', () => {
  test.each([
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['see <https://a.example|a.example> and <https://b.example>', 'see a.example and https://b.example'],
    ['<@U1> and <@U2|ben> in <#C1|mocks>, <@U3>', '@U1 and @ben in #mocks, @Cai & Co'],
    ['<!channel> <!here|here> <!date^1^{time}|noon>', '@channel here noon'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['<mailto:a@b.example|write me> <tel:+491|+49 1>', 'write me +49 1'],
    ['as in <https://a.example/p.pdf|the paper>.', 'as in [the paper](https://a.example/p.pdf).'],
    ['<https://a.example/?a=1&amp;b=2|a &amp; b>', '[a & b](https://a.example/?a=1&b=2)'],
    ['<https://a.example|https://a.example/> <http://b.example|b.example>', 'https://a.example/ b.example'],
    ['<https://a.example/w_(x)|the wiki>', 'the wiki (https://a.example/w_(x))'],
    ['<https://a.example|[1]>', '[1] (https://a.example)'],
    ['<https://a.example|left|right>', '[left|right](https://a.example)'],
    ['<https://a.example|>', 'https://a.example'],
    ['<zoommtg://zoom.us/join|the call>', '[the call](zoommtg://zoom.us/join)'],
    ['```graph TD\nA--&gt;B```', '```\ngraph TD\nA-->B\n```'],
    ['```mermaid\ngraph TD\nA--&gt;B```', '```mermaid\ngraph TD\nA-->B\n```'],
    ['so: ```mermaid\nA--&gt;B\n``` and then', 'so: \n```mermaid\nA-->B\n```\n and then'],
    ['```one line```', '```\none line\n```'],
    ['two `marks`', 'two `marks`'],
  ])('%j', (sent, read) => {
    expect(readText(sent, (id) => (id === 'U3' ? 'Cai & Co' : undefined))).toBe(read)
  })

  test.each([
    ['no direction', '```flowchart\n  A[one] --&gt; B[two]```', 'flowchart\n  A[one] --> B[two]'],
    [
      'front matter',
      '```---\ntitle: Serving\n---\nflowchart LR\n  A --&gt; B```',
      '---\ntitle: Serving\n---\nflowchart LR\n  A --> B',
    ],
    [
      'a directive',
      '```%%{init: {"theme": "dark"}}%%\nflowchart LR\n  A --&gt; B```',
      '%%{init: {"theme": "dark"}}%%\nflowchart LR\n  A --> B',
    ],
    ['words beside it', 'Serving: ```Graph td;A--&gt;B``` <@U3>', 'Graph td;A-->B'],
    ['a quote', '&gt; ```mermaid\n&gt; flowchart LR\n&gt; A --&gt; B```', 'flowchart LR\nA --> B'],
  ])('a flowchart without a language is found: %s', (_, sent, source) => {
    expect(mermaidBlocks(readText(sent, () => 'Cai'))).toEqual([source])
  })

  test('the people that it names are known', () => {
    expect(mentionsIn('<@U1> and <@U2|ben>, <#C1> <!here>')).toEqual(['U1', 'U2'])
  })

  test('escaped text reads the same', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const words = text.replace(/`/g, '')
        expect(readText(escapeText(words), () => undefined)).toBe(words)
      }),
    )
  })
})
