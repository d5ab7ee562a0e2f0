import { describe, expect, test } from 'vitest'
import { mistakeIn } from '../../src/content/mistake-words.ts'
import { readProblemFile } from '../../src/content/problem-file.ts'
import { loadTemplate } from '../../src/content/template.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'

const template = loadTemplate(new URL('../../content/', import.meta.url)).en
const texts = loadTexts()
const diagram = template.slice(template.lastIndexOf('```mermaid'), template.lastIndexOf('\n## 7.'))

/** Every kind of mistake that a file can have; busy.test.ts has those of YAML. */
const BROKEN: readonly (readonly [string, string | Uint8Array])[] = [
  ['no front matter', '# x'],
  ['an open one', '---\ntitle: x'],
  ['a long one', `---\n${'# x\n'.repeat(11_000)}---\n`],
  ['an unknown key', template.replace('\nbrief:', '\nbreif:')],
  ['a key twice', template.replace('\nbrief:', '\ntitle: x\nbrief:')],
  ['a long title', template.replace('title: ', `title: ${'x'.repeat(60)}`)],
  ['an empty title', template.replace('title: Delivery Time Promise', 'title: ""')],
  ['a list that is none', template.replace(/keyChallenges:\n(?: {2}.*\n)+/u, 'keyChallenges: 3\n')],
  ['a text that is a list', template.replace('title: Delivery', 'title:\n  - Delivery')],
  ['a map that is none', template.replace(/\ntells:\n(?:[ ].*\n)+/u, '\ntells: none\n')],
  ['one challenge', template.replace(/(keyChallenges:\n.*\n).*\n.*\n/u, '$1')],
  ['many probes', template.replace(/( {4}- Walk me.*\n)/u, '$1'.repeat(9))],
  ['a half minute', template.replace('minute: 16', 'minute: 16.5')],
  ['a late minute', template.replace('minute: 38', 'minute: 45')],
  ['an unknown stage', template.replace('stage: data', 'stage: date')],
  ['curveballs out of order', template.replace('minute: 16', 'minute: 2')],
  [
    'facts of few stages',
    template.replaceAll(/stage: (?:data|features|model|serving|monitoring)/gu, 'stage: metrics'),
  ],
  ['a topic that is not discussed', template.replace('- quantiles', '- conformal sets')],
  ['an empty section', template.replace(/(## 7\. Monitoring\n)[\s\S]*$/u, '$1')],
  ['no last section', template.replace('## 7. Monitoring', 'Monitoring')],
  ['a section out of order', template.replace('## 5. Model', '## 6. Model')],
  ['one diagram', template.replace(diagram, '')],
  ['seven diagrams', `${template}\n${'```mermaid\nflowchart LR\n A --> B\n```\n'.repeat(5)}`],
  ['another diagram', template.replace('flowchart LR', 'sequenceDiagram')],
  ['a long diagram', `${template}\n\`\`\`mermaid\nflowchart LR\n${' A --> B\n'.repeat(600)}\`\`\`\n`],
  ['a long line', `${template}\n\`\`\`mermaid\nflowchart LR\n A[${'x'.repeat(300)}]\n\`\`\`\n`],
  ['an open fence', `${template}\n\`\`\`\n`],
  ['no latency', template.replaceAll(/(?<=\n {2}.*)\d+ ms/gu, 'soon')],
  ['no feedback', template.replace('|feedback: coverage|', '|coverage|')],
  ['no retraining', template.replace('|retrain on drift|', '|drift|')],
  ['no labels', template.replaceAll(/(?<=\|.*)labels/gu, 'truth')],
  ['UTF-16', Buffer.from(template, 'utf16le')],
  ['Latin-1', Buffer.from(template.replace('Promise', 'Promesse é'), 'latin1')],
]

const mistakesOf = (content: string | Uint8Array): readonly string[] => {
  const read = readProblemFile(
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
    'x.md',
  )
  return read.kind === 'mistakes' ? read.mistakes.map(({ text }) => text) : []
}

describe('a mistake in the words of who reads it', () => {
  test.each(BROKEN)('%s', (_, content) => {
    const mistakes = mistakesOf(content)
    expect(mistakes).not.toEqual([])
    for (const text of mistakes) {
      expect(mistakeIn(texts.in('en'), text)).toBe(text)
      const chinese = mistakeIn(texts.in('zh'), text)
      expect(chinese).toMatch(/\p{Script=Han}/u)
      expect(chinese).not.toMatch(/expected|found|at least|at most|nothing|characters|never/u)
    }
  })

  test.each([
    ['facts[3].stage: model, data expected, "x" found', 'facts[3].stage: 应为：model, data；现在："x"'],
    ['body: section ## 5. expected, ## 6. Model found', 'body: 应为：小节 ## 5.；现在：## 6. Model'],
    ['title: at most 60 characters expected, 61 found', 'title: 应为：最多 60 个字符；现在：61'],
    ['this is no YAML: Unresolved tag', '这不是有效的 YAML：Unresolved tag'],
  ])('%s', (text, chinese) => {
    expect(mistakeIn(texts.in('zh'), text)).toBe(chinese)
  })
})
