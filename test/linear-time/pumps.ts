/** Texts that are repeated after every beginning. */
const FEW: readonly string[] = [
  ...[
    ' ',
    '\t',
    '\n',
    'x\n',
    '\u2028',
    '`',
    '```\n',
    '~',
    '# ',
    '> ',
    '- a\n',
    '*',
    '[',
    '(',
    '"',
    '|',
    'a',
    ',',
  ],
]

/** Texts that are repeated by themselves too, because they have been slow before. */
const MAIN: readonly string[] = [
  ...FEW,
  ...[
    ' \n',
    'x\u2028',
    '\r',
    '``a ',
    '#',
    '>',
    '**a ',
    '__a ',
    '~~a ',
    ']',
    '[a](',
    '{',
    '<',
    '<a|',
    '（',
    '「',
  ],
  ...["'", '“', '|a', '，', '0', 'a-', 'a:', '%% a\n', 'A["', 'A-->B\n', '&lt;', '\\', '\ud800'],
]

/** Further marks of Markdown, Mermaid, Slack, YAML and HTML, and further characters. */
const MORE: readonly string[] = [
  ...['\0', '# a\n', '1. a\n', '_', '" "', '| a |\n', '0 ', 'a ', '.', '-', 'A[', '⟦user '],
  ...[
    '\u00a0',
    '\u3000',
    '\n\n',
    '\r\n',
    '`a',
    '- ',
    '* ',
    '1. ',
    '**',
    '*a',
    '__',
    '_a ',
    '\\*',
    '![',
    '[a]: b\n',
  ],
  ...[
    ')',
    '()',
    '((',
    '}',
    '{{',
    '>',
    '<a ',
    '<!--',
    '<b>',
    '<@',
    '<@U',
    '&amp;',
    '&#',
    '）',
    '【',
    '】',
    '《',
  ],
  ...[
    '”',
    '‘',
    '| ',
    '|-',
    ', ',
    '、',
    ';',
    ':',
    ': ',
    '. ',
    '。',
    '!',
    '?',
    '--',
    '-->',
    '-.',
    '==',
    '=',
    '/',
  ],
  ...[
    '%',
    '%%',
    '&',
    '@',
    '$',
    '0,',
    '1:',
    'aB',
    'A["',
    'A --> ',
    'https://a ',
    'a@b.',
    '字',
    '字 ',
    'é',
    '\u0301',
  ],
  ...[
    '\u200d',
    '\udc00',
    '😀',
    '1\ufe0f\u20e3',
    '⟦',
    '⟦time 1 ',
    '⟦time 1 relative⟧',
    '⟦user U⟧',
    '⟦channel C⟧',
  ],
]

/** An end that keeps an expression from matching what was repeated before it. */
const END = '\u2028\nx'

/** Texts of any length that repeat something. */
export type Pump = Readonly<{ name: string; of(length: number): string }>

/**
 * Texts that a slow reader takes long for.
 * @param prefix what makes a reader enter one of its paths
 */
export function pumps(prefix: string, which: 'main' | 'all'): readonly Pump[] {
  const main = prefix === '' ? MAIN : FEW
  const units = which === 'all' ? [...MAIN, ...MORE] : main
  const ends = which === 'all' ? ['', END] : [END]
  const starts = which === 'all' ? ['- a', '> a', '1. a', 'a: b'] : ['- a']
  return [
    ...units.flatMap((unit) => ends.map((end) => repeating(prefix, unit, end))),
    ...starts.map((start) => nesting(prefix, start)),
  ]
}

function repeating(prefix: string, unit: string, end: string): Pump {
  return {
    name: `${JSON.stringify(prefix)} and ${JSON.stringify(unit)} again and again${end && ' and an end'}`,
    of: (length) => {
      const room = length - prefix.length - end.length
      return `${prefix}${unit.repeat(Math.ceil(room / unit.length)).slice(0, room)}${end}`
    },
  }
}

/** Lists and quotes, ever deeper. They begin anew at a depth where lines would be all indentation. */
function nesting(prefix: string, start: string): Pump {
  return {
    name: `${JSON.stringify(prefix)} and ${JSON.stringify(start)} ever deeper`,
    of: (length) => {
      let text = prefix
      for (let depth = 0; text.length < length; depth = (depth + 1) % 100)
        text += `${' '.repeat(2 * depth)}${start}\n`
      return text.slice(0, length)
    },
  }
}
