import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadContent } from '../../../src/content/load.ts'
import type { Content } from '../../../src/content/schema.ts'

const CONTENT = fileURLToPath(new URL('../../../content/', import.meta.url))
const SAMPLE = fileURLToPath(new URL('../../content/sample-reference/', import.meta.url))

/** The query that finds a page of the sample. */
export const POSITION_BIAS = { document: 'click-log', page: 'position-bias' } as const

/** The content as it is, with a reference of the tests' own and a glossary of 30 terms. */
export function sampleContent(): Content {
  const folder = mkdtempSync(join(tmpdir(), 'loopmate-learn-'))
  try {
    const dir = join(folder, 'content')
    cpSync(CONTENT, dir, { recursive: true })
    cpSync(SAMPLE, join(dir, 'references/click-log'), { recursive: true })
    const terms = Array.from({ length: 30 }, (_, index) => {
      const letter = String.fromCharCode(97 + ((index * 7) % 26))
      return `  - { en: ${letter}-term ${index}, zh: 术语${index} }`
    })
    const special = '  - { en: position bias, zh: 位置偏差, avoid: [位置偏置, 位置偏见], note: Of clicks. }'
    writeFileSync(join(dir, 'glossary.yaml'), ['terms:', ...terms, special, ''].join('\n'))
    return loadContent(dir)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
