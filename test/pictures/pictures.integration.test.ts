import { describe, expect, it } from 'vitest'
import type { MinutesChart } from '../../src/pictures/charts/spec.ts'
import { BOMBS } from './bombs.ts'
import { start, startForAll } from './started.ts'

const CHART: MinutesChart = {
  kind: 'minutes',
  title: 'Time',
  words: { used: 'used', over: 'over', planned: 'planned', minutes: 'min' },
  stages: [{ name: 'Data', used: 6, planned: 5 }],
}
/** Takes long on every machine. */
const LONG = BOMBS['as many of all as are drawn'] ?? ''

describe('pictures', () => {
  const pictures = startForAll()

  it('are PNGs that say in words what they show', async () => {
    const drawn = await pictures.diagram('flowchart LR\nA[Query] -->|top 200| B[(Index)]\nB --- C\nD')
    if (!('png' in drawn)) throw new Error(JSON.stringify(drawn))
    const png = Buffer.from(drawn.png)
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([drawn.width, drawn.height])
    expect(drawn.alt).toBe('Query → (top 200) Index; Index — C; D')
  })

  it('are not drawn of what is no flowchart, which is told', async () => {
    expect(await pictures.diagram('flowchart TD\nA B')).toMatchObject({
      mistake: { line: 2, hint: 'name' },
    })
    expect(await pictures.diagram('sequenceDiagram\nA->>B: hi')).toEqual({ otherKind: 'sequence' })
    expect(await pictures.diagram(`flowchart TD\n${'A'.repeat(20_000)}`)).toEqual({ refused: 'source' })
    expect(await pictures.diagram(`flowchart TD\nA[${'x'.repeat(500)}]`)).toEqual({ refused: 'label' })
  })

  it('that are large are drawn smaller, but never with text below 12 px', async () => {
    const many = Array.from({ length: 95 }, (_, i) => `n${i}["Node ${i} with words"] --> n${i + 1}`)
    // In a group, so that they stay in one column.
    const column = (lines: readonly string[]) => `flowchart TD\nsubgraph one\n${lines.join('\n')}\nend`
    const drawn = await pictures.diagram(column(many))
    expect(drawn).toMatchObject({ refused: 'height' })
    const half = await pictures.diagram(column(many.slice(0, 50)))
    if (!('png' in half)) throw new Error(JSON.stringify(half))
    expect(half.height).toBeLessThanOrEqual(5001)
    // 51 boxes of at least 36 logical pixels, and 30 between them: no logical pixel became less than one.
    expect(half.height).toBeGreaterThan(51 * 66)
  })

  it('wait in a line that has an end', async () => {
    const all = await Promise.all(
      Array.from({ length: 18 }, (_, i) => pictures.diagram(`flowchart TD\nA${i}`)),
    )
    expect(all.map((drawn) => ('alt' in drawn ? drawn.alt : drawn))).toEqual([
      ...Array.from({ length: 16 }, (_, i) => `A${i}`),
      { refused: 'busy' },
      { refused: 'busy' },
    ])
    expect(await pictures.diagram('flowchart TD\nA')).toHaveProperty('png')
  })

  it('that take too long end the process, and the next one is drawn', async () => {
    const hasty = start({ timeMs: 1 })
    expect(await hasty.diagram(LONG)).toEqual({ refused: 'time' })
    expect(await hasty.chart(CHART)).toHaveProperty('png')
  })

  it.runIf(process.platform === 'linux')('that take too much memory end the process', async () => {
    expect(await start({ memoryMb: 1 }).diagram(LONG)).toEqual({ refused: 'memory' })
  })

  it('are given up when the bot stops, at whatever moment', async () => {
    const starting = start()
    const first = starting.diagram('flowchart TD\nA')
    await starting.close()
    expect(await first).toEqual({ refused: 'busy' })

    const drawing = start()
    await drawing.diagram('flowchart TD\nA')
    const second = drawing.diagram(LONG)
    const third = drawing.chart(CHART)
    await drawing.close()
    expect([await second, await third]).toEqual([{ refused: 'busy' }, { refused: 'busy' }])
    expect(await drawing.diagram('flowchart TD\nA')).toEqual({ refused: 'busy' })
  })
})

describe('bombs', () => {
  it('are each refused or drawn within 2 s and 300 MB, while the bot goes on', async () => {
    const pictures = start({ timeMs: 2000 })
    const outcomes = new Map<string, string>()
    for (const [name, source] of Object.entries(BOMBS)) {
      const begun = performance.now()
      const used = process.cpuUsage()
      let turns = 0
      let most = 0
      const timer = setInterval(() => {
        turns += 1
        void pictures.memory().then((bytes = 0) => {
          most = Math.max(most, bytes)
        })
      }, 10)
      const drawn = await pictures.diagram(source)
      clearInterval(timer)
      outcomes.set(name, 'png' in drawn ? 'drawn' : 'refused' in drawn ? drawn.refused : 'mistake')
      // The bot's own loop turns, and hardly works: a machine that stands still takes turns, but no work.
      const took = performance.now() - begun
      const { user, system } = process.cpuUsage(used)
      if (took > 200) expect(turns, name).toBeGreaterThan(0)
      expect((user + system) / 1000, name).toBeLessThan(300 + took / 3)
      expect(most, name).toBeLessThan(310 * 2 ** 20)
    }
    const said = [...outcomes.values()]
    expect(said).not.toContain('failed')
    expect(said).not.toContain('memory')
    expect(said).not.toContain('busy')
    expect(outcomes.get('a script')).toBe('drawn')
    expect(await pictures.chart(CHART)).toHaveProperty('png')
  })
})
