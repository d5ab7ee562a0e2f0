import fc from 'fast-check'
import { anyText } from '../support/any-text.ts'

/** Pieces that people and editors put together, and others that scanners stumble over. */
const PIECES = [
  '```',
  '````',
  '~~~',
  '`',
  'mermaid',
  'flowchart LR',
  'A --> B',
  '\n',
  '\r\n',
  '\r',
  '\n\n',
  '> ',
  '- ',
  '1. ',
  '    ',
  '\t',
  '# ',
  '##',
  '**',
  '__',
  '---',
  '===',
  '|',
  '| - |',
  '\u2028',
  '\0',
  '\ud800',
  ' ',
  'Data',
  '数据',
  '：',
  '%%{',
  '}%%',
  '<h2>',
  '</h2>',
  '{#x}',
  '\\',
  ':dart:',
  '🎯',
  'a',
] as const

/** Any text, with what matters in Markdown more often than by chance. */
export const anyMarkdown = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join('')),
  anyText({ maxLength: 60 }),
)
