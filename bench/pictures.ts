import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createPictures } from '../src/pictures/pictures.ts'
import { BROWSER, launchBrowser } from '../test/support/browser.ts'
import { type BenchDeps, median, spread } from './figures.ts'

/** Twelve boxes, as a candidate draws them in a mock. */
const DIAGRAM = `flowchart LR
  U((User)) --> G[Gateway]
  G --> C["Candidates<br/>500 from 100 M"]
  G --> F[(Feature store)]
  C --> R[Ranker, 20 ms]
  F --> R
  R --> P{Policy}
  P -->|shown| S[Slate of 10]
  P -->|held back| X[Exploration]
  S --> L[(Log)]
  X --> L
  L --> T[Training, daily]
  T --> M[[Registry]]
  M -.->|new model| R`
const TIMES = 40
const BROWSER_TIMES = 7
const BUNDLE = fileURLToPath(import.meta.resolve('mermaid/dist/mermaid.min.js'))

/**
 * From Mermaid text to PNG, compared with the way of mermaid-cli: a new Chromium per diagram, Mermaid's bundle in a page,
 * and a screenshot at double size.
 */
export async function benchPictures({ log }: BenchDeps): Promise<string> {
  const pictures = createPictures({ log, timeMs: 20_000 })
  const draw = async () => {
    if (!('png' in (await pictures.diagram(DIAGRAM)))) throw new Error('the diagram was not drawn')
  }
  try {
    const [first = Number.NaN] = await timed(1, draw)
    await timed(5, draw)
    const ours: number[] = []
    const theirs: number[] = []
    // In turns, so that the load of the machine is the same for both.
    for (let round = 0; round < BROWSER_TIMES; round++) {
      ours.push(...(await timed(Math.ceil(TIMES / BROWSER_TIMES), draw)))
      if (BROWSER) theirs.push(...(await timed(1, inBrowser)))
    }
    const memory = await pictures.memory()
    return [
      spread('pictures, 12 boxes, from text to PNG', ours),
      `pictures, the first one, with the start of the process: ${first.toFixed(0)} ms; memory afterwards ${Math.round((memory ?? Number.NaN) / 2 ** 20)} MB`,
      ...(theirs.length > 0
        ? [
            spread('pictures, the same by Mermaid in a fresh Chromium, as mermaid-cli', theirs),
            `pictures, times faster by the median: ${(median(theirs) / median(ours)).toFixed(1)}`,
          ]
        : ['pictures: no Chromium found to compare with']),
    ].join('\n')
  } finally {
    await pictures.close()
  }
}

async function inBrowser(): Promise<void> {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2 })
    await page.setContent('<!doctype html><div id="chart"></div>')
    await page.addScriptTag({ content: await readFile(BUNDLE, 'utf8') })
    // As text, since the types here know no page.
    await page.evaluate(`(async () => {
      mermaid.initialize({ startOnLoad: false })
      const { svg } = await mermaid.render('drawn', ${JSON.stringify(DIAGRAM)})
      document.getElementById('chart').innerHTML = svg
    })()`)
    await page.locator('#chart svg').screenshot()
  } finally {
    await browser.close()
  }
}

async function timed(times: number, work: () => Promise<void>): Promise<readonly number[]> {
  const took: number[] = []
  for (let i = 0; i < times; i++) {
    const start = performance.now()
    await work()
    took.push(performance.now() - start)
  }
  return took
}
