/** The headings that open a stage's section, as people may name it. */
export type StageNames = Readonly<{ names: readonly string[] }>

/** A word, a Chinese character, or a sign. */
type Token = Readonly<{ text: string; kind: 'word' | 'break' | 'aside' }>

/** The rest of a longer title says nothing about a stage. */
const MAX_CHARS = 80
const BREAKS = '&+/,，、;；:：|()[]—–·'
/** Words after which a title says something aside. */
const ASIDES: ReadonlySet<string> = new Set([
  'for',
  'of',
  'in',
  'to',
  'with',
  'about',
  'on',
  'from',
  'by',
  'before',
  'after',
  'at',
  'vs',
])
const CONJUNCTIONS: ReadonlySet<string> = new Set(['and', 'or', '与', '和', '及', '與'])
const PARTS = /[\p{Script=Latin}\p{N}_']+|[\p{L}]|[^\s]|\s-\s/gu

function tokensOf(title: string): readonly Token[] {
  if (title === '') return []
  const found = title.slice(0, MAX_CHARS).normalize('NFKC').toLowerCase().match(PARTS) ?? []
  return found.flatMap((text): readonly Token[] => {
    if (BREAKS.includes(text) || CONJUNCTIONS.has(text) || (text.trim() === '-' && text !== '-'))
      return [{ text: text.trim(), kind: 'break' }]
    if (ASIDES.has(text)) return [{ text, kind: 'aside' }]
    return /^[\p{L}\p{N}]/u.test(text) ? [{ text: singular(text), kind: 'word' }] : []
  })
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

type Name = Readonly<{ stage: number; words: readonly string[] }>

/** Finds the stage that a title names. */
export type NameStage = Readonly<{
  /** The stage that a title is about. */
  in(title: string): number | undefined
  /** Whether a title consists of names of stages. */
  only(title: string): boolean
  /** The stage whose name a title is. */
  exactly(title: string): number | undefined
}>

export function stageNamer(stages: readonly StageNames[]): NameStage {
  const names = stages.flatMap(({ names: all }, stage) =>
    all.map((name): Name => ({ stage, words: tokensOf(name).map(({ text }) => text) })),
  )
  const byFirst = Map.groupBy(
    names.filter(({ words }) => words.length > 0),
    ({ words }) => words[0] ?? '',
  )
  const at = (tokens: readonly Token[], index: number) =>
    (byFirst.get(tokens[index]?.text ?? '') ?? []).filter(({ words }) =>
      words.every((word, offset) => tokens[index + offset]?.text === word),
    )
  return {
    exactly(title) {
      const tokens = tokensOf(title)
      return at(tokens, 0).find(({ words }) => words.length === tokens.length)?.stage
    },
    only(title) {
      const tokens = tokensOf(title)
      let index = 0
      while (index < tokens.length) {
        const lengths = at(tokens, index).map(({ words }) => words.length)
        if (lengths.length === 0 && tokens[index]?.kind !== 'break') return false
        index += Math.max(1, ...lengths)
      }
      return tokens.length > 0
    },
    in(title) {
      const tokens = tokensOf(title)
      return (at(tokens, 0).find(({ words }) => words.length === tokens.length) ?? mainName(tokens, at))
        ?.stage
    },
  }
}

/** The name that ends last in the first part of a title that has one; of several the longest. */
function mainName(
  tokens: readonly Token[],
  namesAt: (tokens: readonly Token[], index: number) => readonly Name[],
): Name | undefined {
  let best: (Name & Readonly<{ end: number }>) | undefined
  let aside = false
  for (const [index, { kind }] of tokens.entries()) {
    if (kind === 'break') {
      if (best && best.end <= index) return best
      aside = false
    } else if (kind === 'aside') aside = true
    if (aside) continue
    for (const name of namesAt(tokens, index)) {
      const end = index + name.words.length
      const longer = end === best?.end && name.words.length > best.words.length
      if (!best || end > best.end || longer) best = { ...name, end }
    }
  }
  return best
}
