import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { CORPUS, JUDGED, type Judged } from '../pictures/judged.ts'
import { launchBrowser } from '../support/browser.ts'

// Draws the corpus with the whole of Mermaid in a browser and keeps what it shows: run `npm run flowchart-corpus` after
// changes to the corpus and updates of Mermaid.

const BUNDLE = fileURLToPath(import.meta.resolve('mermaid/dist/mermaid.min.js'))
const PACKAGE = new URL('../package.json', import.meta.resolve('mermaid'))

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(PACKAGE, 'utf8')))
const browser = await launchBrowser()
try {
  const page = await browser.newPage()
  await page.addScriptTag({ path: BUNDLE })
  const charts: [string, Judged][] = []
  for (const file of readdirSync(CORPUS).toSorted())
    charts.push([file, await page.evaluate(judge, readFileSync(new URL(file, CORPUS), 'utf8'))])
  // A chart per line, so that differences can be read.
  const lines = charts.map(([file, chart]) => `${JSON.stringify(file)}:${JSON.stringify(chart)}`)
  writeFileSync(JUDGED, `{"version":"${version}","charts":{\n${lines.join(',\n')}\n}}\n`)
} finally {
  await browser.close()
}

declare global {
  // The bundle sets it.
  var mermaid: typeof import('mermaid').default
}

/** Runs in the page, so it holds all that it needs. */
async function judge(source: string): Promise<Judged> {
  type Db = {
    getVertices: () => Map<string, { id: string; domId: string }>
    getSubGraphs: () => { id: string }[]
    getEdges: () => { id: string; start: string; end: string; type: string; stroke: string }[]
  }
  const { mermaid, document } = globalThis
  mermaid.initialize({ startOnLoad: false, securityLevel: 'loose' })
  const db = (await mermaid.mermaidAPI.getDiagramFromText(source)).db as unknown as Db
  document.body.innerHTML = (await mermaid.render('chart', source)).svg
  const shown = (element: Element | null | undefined) => {
    for (const line of element?.querySelectorAll('br, tspan.row, p + p') ?? []) line.before(' ')
    // Controls and what has no width can't be seen.
    return (element?.textContent ?? '')
      .replace(/(?!\s)[\p{Cc}\u200b]/gu, '')
      .replace(/\s+/gu, ' ')
      .trim()
  }
  const labels = [...document.querySelectorAll('.edgeLabel [data-id]')]
  const groups = db.getSubGraphs().map(({ id }) => id)
  return {
    nodes: [...db.getVertices().values()]
      .filter(({ id }) => !groups.includes(id))
      .map(({ id, domId }) => {
        const box = document.getElementById(`chart-${domId}`)
        return [id, shown(box?.querySelector('.nodeLabel') ?? box)]
      }),
    groups: groups.map((id) => [
      id,
      shown(document.getElementById(`chart-${id}`)?.querySelector('.cluster-label, .label')),
    ]),
    edges: db
      .getEdges()
      .map(({ id, start, end, type, stroke }) => [
        start,
        end,
        shown(labels.find((label) => label.getAttribute('data-id') === id)),
        stroke,
        type,
      ]),
  }
}
