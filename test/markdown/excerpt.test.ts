import { describe, expect, test } from 'vitest'
import { excerptOf } from '../../src/markdown/excerpt.ts'

describe('the first words of a text', () => {
  test.each([
    [
      'prose alone',
      '# T\n\n**Goal**\nWords.\n```mermaid\npie\n```\n\n| a | b |\n|---|---|\n\nMore.',
      'Words.\nMore.',
    ],
    ['without front matter', '---\ntags: [a]\n---\nWords.', 'Words.'],
    ['around code that shares its lines', 'See ```flowchart\nA --> B``` here', 'See\n here'],
    ['all of it, where nothing is prose', '## Data', '## Data'],
    ['of lists', '- one\n- **two**', '- one\n- **two**'],
  ])('%s', (_, text, words) => {
    expect(excerptOf(text, 40)).toBe(words)
  })

  test('are cut between words, and between characters', () => {
    expect(excerptOf('one two three four', 10)).toBe('one two…')
    expect(excerptOf('一'.repeat(20), 10)).toBe(`${'一'.repeat(10)}…`)
    expect(excerptOf('🎯'.repeat(20), 9)).toBe(`${'🎯'.repeat(4)}…`)
  })
})
