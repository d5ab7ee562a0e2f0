import { describe, expect, test } from 'vitest'
import { loadTemplate } from '../../src/content/load.ts'
import { describeMistake, type Mistake } from '../../src/content/mistakes.ts'
import { readProblemFile } from '../../src/content/problem-file.ts'
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

const mistakesOf = (content: string | Uint8Array): readonly Mistake[] => {
  const read = readProblemFile(
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
    'x.md',
  )
  return read.kind === 'mistakes' ? read.mistakes : []
}

describe('a mistake in the language of the reader', () => {
  test.each(BROKEN)('%s', (_, content) => {
    const mistakes = mistakesOf(content)
    expect(mistakes).not.toEqual([])
    for (const mistake of mistakes) {
      expect(describeMistake(texts.in('en'), mistake)).not.toContain('{{')
      const chinese = describeMistake(texts.in('zh'), mistake)
      expect(chinese).toMatch(/\p{Script=Han}/u)
      expect(chinese).not.toMatch(/expected|found|at least|at most|nothing|characters|never|\{\{/u)
    }
  })

  test.each<[string, string | Uint8Array, string, string]>([
    [
      'a value that is none of those allowed',
      template.replace('stage: data', 'stage: date'),
      'facts[6].stage: requirements, metrics, data, features, model, serving, monitoring, buffer expected, "date" found',
      'facts[6].stage: 应为：requirements, metrics, data, features, model, serving, monitoring, buffer；现在："date"',
    ],
    [
      'another section',
      template.replace('## 5. Model', '## 6. Model'),
      'body: section ## 5. expected, ## 6. Model found',
      'body: 应为：小节 ## 5.；现在：## 6. Model',
    ],
    [
      'a long text',
      template.replace(/^title: .*$/mu, `title: ${'x'.repeat(61)}`),
      'title: at most 60 characters expected, 61 found',
      'title: 应为：最多 60 个字符；现在：61',
    ],
    [
      'YAML that only its parser can explain',
      template.replace(/^title: .*$/mu, 'title: !!nothing x'),
      'quotation marks expected around a text that begins with `!`, none found',
      '以 `!` 开头的文字要放进引号，现在没有',
    ],
  ])('%s', (_, content, english, chinese) => {
    const [mistake] = mistakesOf(content)
    if (!mistake) throw new Error('no mistake found')
    expect(describeMistake(texts.in('en'), mistake)).toBe(english)
    expect(describeMistake(texts.in('zh'), mistake)).toBe(chinese)
  })
})
