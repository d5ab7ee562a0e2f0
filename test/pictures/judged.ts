import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Flowcharts as people write them, all of which Mermaid reads. */
export const CORPUS = new URL('corpus/', import.meta.url)
/** What Mermaid itself shows of them in a browser; `npm run flowchart-corpus` writes it. */
export const JUDGED = new URL('judged.json', import.meta.url)

const Judged = z.object({
  /** Ids with their visible words. */
  nodes: z.array(z.tuple([z.string(), z.string()])),
  groups: z.array(z.tuple([z.string(), z.string()])),
  edges: z.array(
    z.tuple([
      z.string().describe('from'),
      z.string().describe('to'),
      z.string().describe('visible words'),
      z.string().describe('stroke'),
      z.string().describe('type, by the tips'),
    ]),
  ),
})
export type Judged = z.infer<typeof Judged>

const Judgement = z.object({ version: z.string(), charts: z.record(z.string(), Judged) })

export function readJudged(): z.infer<typeof Judgement> {
  return Judgement.parse(JSON.parse(readFileSync(JUDGED, 'utf8')))
}
