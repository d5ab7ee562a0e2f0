import { readBlocks } from '../../../markdown/blocks.ts'
import { mermaidIn } from '../../../markdown/diagrams.ts'
import { excerptOf } from '../../../markdown/excerpt.ts'
import { byStage, type StageNames } from './stages.ts'

/** The parts of an answer that cards show. */
export type Analysis = Readonly<{
  /** In characters. */
  size: number
  /** The indices of the stages that it covers. */
  stages: readonly number[]
  /** The sources of the diagrams that are drawn. */
  drawn: readonly string[]
  /** The count of all diagrams. */
  diagrams: number
  excerpt: string
}>

/** The rules by which an analysis was made; a stored one by other rules is made again. */
const RULES = 1

export type StoredAnalysis = Analysis & Readonly<{ rules: number }>

/** Characters of an answer that are shown besides its file. */
const EXCERPT = 280
/** More pictures would split the head message. */
const MOST_DRAWN = 4

/** Reads an answer once, outside of any transaction. */
export function analyse(text: string, stages: readonly StageNames[]): StoredAnalysis {
  const blocks = readBlocks(text)
  const sources = mermaidIn(blocks)
  return {
    rules: RULES,
    size: text.length,
    stages: [...byStage(text, stages, blocks).keys()],
    drawn: sources.slice(0, MOST_DRAWN),
    diagrams: sources.length,
    excerpt: excerptOf(text, EXCERPT, blocks),
  }
}

/** Whether a stored analysis is of use. */
export function isCurrent(analysis: StoredAnalysis | null): analysis is StoredAnalysis {
  return analysis?.rules === RULES
}
