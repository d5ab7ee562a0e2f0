import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mermaidBlocks } from '../../src/markdown/diagrams.ts'
import { withMarksOnLines } from '../../src/markdown/tidy.ts'
import { anyMarkdown } from './any-markdown.ts'

describe('marks of code on lines of their own', () => {
  test.each([
    ['```\na\n```', '```\na\n```'],
    ['x ```a = 1\nb``` y', 'x \n```\na = 1\nb\n```\n y'],
    ['```flowchart\n  A --> B```', '```\nflowchart\n  A --> B\n```'],
    ['I: ```mermaid\nflowchart LR```', 'I: \n```mermaid\nflowchart LR\n```'],
    ['```mermaid flowchart LR; A --> B```', '```mermaid \nflowchart LR; A --> B\n```'],
    ['> ```mermaid\n> flowchart LR```', '> ```mermaid\n> flowchart LR\n> ```'],
    ['- ```mermaid\n  flowchart LR```', '- ```mermaid\n  flowchart LR\n  ```'],
    ['no `code` here', 'no `code` here'],
  ])('%j', (text, tidy) => {
    expect(withMarksOnLines(text)).toBe(tidy)
  })

  test('add nothing but line breaks, twice the same, and keep the diagrams', () => {
    fc.assert(
      fc.property(anyMarkdown, (text) => {
        const tidy = withMarksOnLines(text)
        expect(withMarksOnLines(tidy)).toBe(tidy)
        expect(tidy.replace(/[\s>]/gu, '')).toBe(text.replace(/[\s>]/gu, ''))
        expect(mermaidBlocks(tidy)).toEqual(mermaidBlocks(text))
      }),
      { numRuns: 2000 },
    )
  })
})
