import { readdirSync, readFileSync } from 'node:fs'
import { content } from '../support/content.ts'

const CONTENT = new URL('../../content/', import.meta.url)
const LANGUAGES = ['en', 'zh'] as const

export type OwnDiagram = Readonly<{ name: string; source: string }>

/** All flowcharts that we show: of worked designs, references, the template, and the whiteboard's skeletons. */
export function ownDiagrams(): readonly OwnDiagram[] {
  const files = readdirSync(CONTENT, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  )
  const { whiteboard } = content
  return [
    ...files.flatMap((file) => {
      const blocks = readFileSync(new URL(file, CONTENT), 'utf8').matchAll(/^```mermaid\n([\s\S]*?)^```/gmu)
      return [...blocks].map(([, source = ''], index) => ({ name: `${file} ${index + 1}`, source }))
    }),
    ...Object.entries(whiteboard).flatMap(([stage, sources]) =>
      LANGUAGES.map((language) => ({ name: `whiteboard ${stage} ${language}`, source: sources[language] })),
    ),
  ]
}
