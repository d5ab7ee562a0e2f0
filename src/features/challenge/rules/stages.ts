/** The headings that open a stage's section. */
export type StageNames = Readonly<{ names: readonly string[] }>

/**
 * Splits an answer's Markdown into stages: a heading that begins with a stage's number or name opens that stage. Text
 * before the first such heading belongs to the first stage.
 * @returns one text per stage, by its index; stages without text are left out
 */
export function byStage(markdown: string, stages: readonly StageNames[]): ReadonlyMap<number, string> {
  const found = new Map<number, string[]>()
  let stage = 0
  let fence: string | undefined
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1]
    if (mark && fence === undefined) fence = mark
    else if (mark && fence !== undefined && mark.startsWith(fence)) fence = undefined
    const heading = fence === undefined ? /^#{1,6}\s+(.+)$/u.exec(line)?.[1] : undefined
    stage = (heading === undefined ? undefined : stageOf(heading, stages)) ?? stage
    found.set(stage, [...(found.get(stage) ?? []), line])
  }
  return new Map(
    [...found]
      .map(([index, lines]) => [index, lines.join('\n').trim()] as const)
      .filter(([, text]) => text !== '')
      .sort(([a], [b]) => a - b),
  )
}

function stageOf(heading: string, stages: readonly StageNames[]): number | undefined {
  const [, digits, rest = heading] = /^(\d+)\s*[.、:：)]?\s*(.*)$/u.exec(heading.trim()) ?? []
  const number = Number(digits ?? 0)
  if (digits !== undefined && number >= 1 && number <= stages.length) return number - 1
  const folded = rest.trim().toLowerCase()
  const index = stages.findIndex(({ names }) => names.some((name) => folded.startsWith(name.toLowerCase())))
  return index < 0 ? undefined : index
}

/** An answer that was written stage by stage, as one Markdown text. */
export function joinStages(parts: ReadonlyMap<number, string>, titles: readonly string[]): string {
  return [...parts]
    .sort(([a], [b]) => a - b)
    .map(([stage, text]) => `## ${stage + 1}. ${titles[stage] ?? ''}\n\n${text.trim()}`)
    .join('\n\n')
}
