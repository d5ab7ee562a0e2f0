import {
  checkLine,
  publicChannels,
  readLine,
} from '../../../../src/platforms/playground/page/command-line.ts'
import { complete } from '../../../../src/platforms/playground/page/complete.ts'
import { parsed } from '../../../../src/platforms/playground/page/drafts.ts'
import {
  faultOfChosen,
  lettersLeft,
  problemsOf,
} from '../../../../src/platforms/playground/page/form-rules.ts'
import { hueOf, initials } from '../../../../src/platforms/playground/page/initials.ts'
import { lex, lexInline } from '../../../../src/platforms/playground/page/lexer.ts'
import {
  inlineMarkdown,
  markdown,
  plain,
  safeHref,
} from '../../../../src/platforms/playground/page/markdown.ts'
import { readView } from '../../../../src/platforms/playground/page/view-address.ts'
import { firstLanguage, wordsOf } from '../../../../src/platforms/playground/page/words.ts'
import { FORM, NESTED, PLAIN } from '../../../linear-time/readers/definitions.ts'
import { readersOf } from '../../../linear-time/readers/reader.ts'

const writer = { time: () => null, user: () => null, copy: () => null }
const known = { commands: [PLAIN, NESTED], people: [], channels: [], language: 'en' } as const
const checked = (of: string) => {
  const line = readLine(of, known.commands)
  return line && checkLine(line, known)
}
/** Beginnings of command lines. */
const LINES = ['/mock ', '/mock problem:', '/schedule ', '/schedule add '] as const
const MARKS = ['## ', '> ', '- ', '| a |\n|---|\n', '```\n', '[a](', '**'] as const

/** The functions of the page that read what members write. */
export const PAGE_READERS = [
  ...readersOf('src/platforms/playground/page/markdown.ts', {
    markdown: [(of) => markdown(of, writer), ...MARKS],
    inlineMarkdown: [(of) => inlineMarkdown(of, writer), ...MARKS],
    plain: (of) => plain(of, writer),
    safeHref: [safeHref, 'https://'],
  }),
  ...readersOf('src/platforms/playground/page/lexer.ts', {
    lex: [lex, ...MARKS],
    lexInline: [lexInline, ...MARKS],
  }),
  ...readersOf('src/platforms/playground/page/command-line.ts', {
    readLine: [(of) => readLine(of, known.commands), '/', ...LINES],
    checkLine: [checked, ...LINES, '/mock minutes:', '/mock channel:'],
    publicChannels: () => publicChannels(known),
  }),
  ...readersOf('src/platforms/playground/page/complete.ts', {
    complete: [(of) => complete(of, known), '/', ...LINES],
  }),
  ...readersOf('src/platforms/playground/page/form-rules.ts', {
    faultOfChosen: (of) => faultOfChosen({ accept: ['.md'], maxBytes: 9 }, { name: of, size: 1 }),
    problemsOf: (of) => problemsOf(FORM.fields, { text: of }),
    lettersLeft: (of) => FORM.fields.map((field) => lettersLeft(field, of)),
  }),
  ...readersOf('src/platforms/playground/page/initials.ts', { initials, hueOf }),
  ...readersOf('src/platforms/playground/page/drafts.ts', { parsed: [parsed, '{"text":"'] }),
  ...readersOf('src/platforms/playground/page/view-address.ts', { readView: [readView, '#'] }),
  ...readersOf('src/platforms/playground/page/words.ts', {
    wordsOf: (of) => wordsOf({ a: '{{name}}' } as never, 'en')({ key: 'a', params: { name: of } } as never),
    firstLanguage: (of) => firstLanguage(of, [of]),
  }),
]
