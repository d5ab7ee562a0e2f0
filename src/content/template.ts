import { readFileSync } from 'node:fs'
import type { Language } from '#bot'
import { parseProblem } from './problem.ts'

/**
 * The file with which a group begins a problem of its own, in both languages: a small problem, complete.
 * @param dir the content folder
 * @throws ContentError when it would itself be refused
 */
export function loadTemplate(dir: URL): Readonly<Record<Language, string>> {
  const read = (language: Language) => {
    const name = `template/${language}.md`
    const text = readFileSync(new URL(name, dir), 'utf8')
    parseProblem(text, `content/${name}`)
    return text
  }
  return { en: read('en'), zh: read('zh') }
}
