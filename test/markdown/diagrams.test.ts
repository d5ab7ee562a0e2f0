import { describe, expect, test } from 'vitest'
import { mermaidBlocks } from '../../src/markdown/diagrams.ts'

const ONE = 'flowchart LR\n  A[one] --> B[two]'
const TWO = 'flowchart LR\n  C[three] --> D[four]'

describe('Mermaid blocks', () => {
  test.each<[string, string, readonly string[]]>([
    ['on lines of their own', `a\n\`\`\`mermaid\n${ONE}\n\`\`\`\nb\n\`\`\`js\nx\n\`\`\``, [ONE]],
    ['left open', '```mermaid\npie', ['pie']],
    ['the word within another block', '```\nmermaid\n```', []],
    ['a fence as people write it', '  ~~~~ Mermaid \nflowchart LR\na\n  ~~~~\nb', ['flowchart LR\na']],
    ['a block of another language', '```js\nflowchart LR\n```', []],
    ['code that says graph', '```\ngraph = build()\n```', []],
    ['code that says graph alone', '```\ngraph\nnodes and edges\n```', []],
    ['a longer fence around a shorter one', '````mermaid\na\n```\nb\n````', ['a\n```\nb']],
    ['indentation of the first line', '```mermaid\n\n  flowchart LR\n```', ['  flowchart LR']],
    ['closing ticks behind the last line', `Serving:\n\`\`\`mermaid\n${ONE}\`\`\``, [ONE]],
    ['closing ticks before words', `\`\`\`mermaid\n${ONE}\`\`\` as drawn\n\nand \`code\``, [ONE]],
    ['opening ticks behind words', `My drawing: \`\`\`mermaid\n${ONE}\n\`\`\``, [ONE]],
    ['both behind words', `I: \`\`\`mermaid\n${ONE}\`\`\` II: \`\`\`mermaid\n${TWO}\`\`\``, [ONE, TWO]],
    [
      'two blocks, the first closed behind its last line',
      `\`\`\`mermaid\n${ONE}\`\`\`\nand\n\`\`\`mermaid\n${TWO}\n\`\`\``,
      [ONE, TWO],
    ],
    ['a forgotten end', `\`\`\`mermaid\n${ONE}\n\`\`\`mermaid\n${TWO}\n\`\`\``, [ONE, TWO]],
    ['a forgotten end, words', `\`\`\`mermaid\n${ONE}\n\nII: \`\`\`mermaid\n${TWO}\n\`\`\``, [ONE, TWO]],
    [
      'in a list',
      `1. Serving\n    \`\`\`mermaid\n    flowchart LR\n      A[one] --> B[two]\n    \`\`\``,
      [ONE],
    ],
    ['as a list item', `- \`\`\`mermaid\n  flowchart LR\n    A[one] --> B[two]\n  \`\`\``, [ONE]],
    [
      'in a list, with less indentation than its item',
      `- \`\`\`mermaid\n${ONE}\n\`\`\``,
      ['flowchart LR\nA[one] --> B[two]'],
    ],
    ['indented by tabs', `- a\n\t\`\`\`mermaid\n\tflowchart LR\n\t  A[one] --> B[two]\n\t\`\`\``, [ONE]],
    ['in a quote', `> \`\`\`mermaid\n> flowchart LR\n>   A[one] --> B[two]\n> \`\`\`\nx`, [ONE]],
    ['in a quote that ends first', `> \`\`\`mermaid\n> flowchart LR\n>   A[one] --> B[two]\n\nx`, [ONE]],
    [
      'in a list in a quote',
      `> - \`\`\`mermaid\n>   flowchart LR\n>     A[one] --> B[two]\n>   \`\`\``,
      [ONE],
    ],
    ['only the first line quoted', `> \`\`\`mermaid\n${ONE}\n\`\`\``, [ONE]],
    ['Windows line ends', `\`\`\`mermaid\r\n${ONE.replace('\n', '\r\n')}\r\n\`\`\`\r\n`, [ONE]],
    ['in one line', '```mermaid flowchart LR; A-->B```', ['flowchart LR; A-->B']],
    ['in one line, without a language', 'So: ```graph TD; A-->B``` ok', ['graph TD; A-->B']],
    ['one line of another code', 'Use ```redis``` and ```mermaid```, please', []],
    ['more ticks than close it', `\`\`\`\`mermaid\n${ONE}\n\`\`\`\nx`, [ONE]],
    ['talk about ticks first', `Write \`\`\` first.\n\n\`\`\`mermaid\n${ONE}\n\`\`\``, [ONE]],
    ['tildes that share lines with text', `So: ~~~mermaid\n${ONE}~~~\nx`, [ONE]],
    [
      'invisible lines between boxes',
      '~~~mermaid\nflowchart LR\n  A ~~~ B ~~~\n  C\n~~~',
      ['flowchart LR\n  A ~~~ B ~~~\n  C'],
    ],
    [
      'in a quote, behind words',
      `> So: \`\`\`mermaid\n> flowchart LR\n>   A[one] --> B[two]\n> \`\`\``,
      [ONE],
    ],
    ['a language that is none', `\`\`\`text\n${ONE}\n\`\`\`\n\n\`\`\`flowchart\n${TWO}\n\`\`\``, [ONE, TWO]],
    ['a language and the text beside it', `So:\`\`\`mermaid ${ONE}\`\`\`!`, [ONE]],
    ['four ticks behind words', `So \`\`\`\`mermaid\n${ONE}\n\`\`\`\``, [ONE]],
    ['a word right behind closing ticks', `\`\`\`mermaid\n${ONE}\`\`\`so`, [ONE]],
    ['colons of Azure DevOps', `::: mermaid\n${ONE}\n:::\nb`, [ONE]],
    ['colons in a list, left open', `- :::mermaid\n  flowchart LR\n    A[one] --> B[two]`, [ONE]],
    ['another container of colons', `::: note\n${ONE}\n:::`, []],
    ['accents instead of ticks', `´´´mermaid\n${ONE}\n´´´\nb`, [ONE]],
    ['dots of a Chinese keyboard', `···mermaid\n${ONE}\n···\nb`, [ONE]],
    ['full-width ticks', `｀｀｀ Mermaid\n${ONE}\n｀｀｀`, [ONE]],
    ['curly quotes', `‘‘‘mermaid\n${ONE}\n’’’`, [ONE]],
    ['closed by a longer run, and a space', `\`\`\`mermaid\n${ONE}\n\`\`\`\`\`\` \nx`, [ONE]],
    ['hidden in Discord', `||\`\`\`mermaid\n${ONE}\n\`\`\`||`, [ONE]],
    ['in a nested quote', `>> \`\`\`mermaid\n>> flowchart LR\n>>   A[one] --> B[two]\n>> \`\`\``, [ONE]],
    ['line ends of old Macs', `\`\`\`mermaid\r${ONE.replace('\n', '\r')}\r\`\`\`\r`, [ONE]],
    ['shown inside of Markdown', `\`\`\`md\n\`\`\`mermaid\n${ONE}\n\`\`\`\n`, []],
  ])('%s', (_, text, blocks) => {
    expect(mermaidBlocks(text)).toEqual(blocks)
  })

  test.each([
    'mermaid',
    'Mermaid',
    ' mermaid title="x"',
    '{mermaid}',
    '{.mermaid}',
    '{#serving .mermaid}',
    'mermaidjs',
    'none',
    'markdown',
    'mmd',
    'MERMAID:serving',
  ])('the language %j', (language) => {
    expect(mermaidBlocks(`\`\`\`${language}\n${ONE}\n\`\`\``)).toEqual([ONE])
  })

  test.each([
    ['no language', `\`\`\`\n\ngraph TD\na --> b\n\`\`\``, 'graph TD\na --> b'],
    ['no direction', '```flowchart\n  A[one] --> B[two]```', 'flowchart\n  A[one] --> B[two]'],
    ['graph without direction', '```graph\nA --> B```', 'graph\nA --> B'],
    ['any case', '```Flowchart lr\nA --> B```', 'Flowchart lr\nA --> B'],
    ['as two words', '```Flow Chart TD\nA --> B```', 'Flow Chart TD\nA --> B'],
    [
      'directives',
      `\`\`\`%%{init: {"theme": "dark"}}%%\n${ONE}\`\`\``,
      `%%{init: {"theme": "dark"}}%%\n${ONE}`,
    ],
    ['a directive of lines', `\`\`\`%%{init: {\n}}%%\n${ONE}\`\`\``, `%%{init: {\n}}%%\n${ONE}`],
    ['front matter', `\`\`\`---\ntitle: Serving\n---\n${ONE}\`\`\``, `---\ntitle: Serving\n---\n${ONE}`],
    ['comments', `\`\`\`\n%% mine\n\n${ONE}\`\`\``, `%% mine\n\n${ONE}`],
    ['on the line of words', `Serving: \`\`\`${ONE}\`\`\``, ONE],
    ['a statement', '```A[one] --> B```', 'A[one] --> B'],
    ['statements alone', '```A --> B\nB --> C```', 'A --> B\nB --> C'],
    ['a chain alone', '```A --> B --> C```', 'A --> B --> C'],
    ['a label on the arrow', '```A[one] -->|yes| B[two]```', 'A[one] -->|yes| B[two]'],
    ['a group first', '```subgraph S\nA --> B\nend```', 'subgraph S\nA --> B\nend'],
    ['comments of other languages', `\`\`\`// mine\n# ours\n${ONE}\`\`\``, `// mine\n# ours\n${ONE}`],
    ['a space that does not break', '```flowchart\u00a0LR\nA --> B```', 'flowchart\u00a0LR\nA --> B'],
    ['a space of no width', `\`\`\`\u200b${ONE}\`\`\``, `\u200b${ONE}`],
    ['the language with a colon', `\`\`\`\nMermaid:\n${ONE}\n\`\`\``, `Mermaid:\n${ONE}`],
    ['a direction sign', '```\ngraph >\nA --> B\n```', 'graph >\nA --> B'],
  ])('without a language: %s', (_, text, block) => {
    expect(mermaidBlocks(text)).toEqual([block])
  })

  test.each([
    '```ptr --> value```',
    '```\nfor x in xs:\n  print(x)\n```',
    '```\nSELECT a --> b\n```',
    '```\nx --> 0\nreturn x\n```',
    '```\nsubgraph = g.sub()\n```',
    '```\n# build\nmake all\n```',
    '```\n```',
    '```---\na: b\n```',
  ])('none in %j', (text) => {
    expect(mermaidBlocks(text)).toEqual([])
  })
})
