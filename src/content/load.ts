import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { decodeText } from './decode.ts'
import { type Checked, ContentError, type Mistake } from './errors.ts'
import { glossarySchema } from './glossary.ts'
import { compareLanguages } from './parity.ts'
import { checkProblem } from './problem.ts'
import { type Content, frameworkSchema, type LocalizedProblem, rubricSchema, type Stage } from './schema.ts'
import { scopeSchema } from './scope.ts'
import { isSlug } from './slug.ts'
import { checkYaml } from './yaml.ts'

/** A content file's place on disk, and its name in messages. */
type Source = Readonly<{ path: string; name: string }>

/**
 * Reads all content at boot; a problem is a folder in `problems` with a file a language.
 * @param dir the content folder
 * @throws ContentError listing every mistake in every file
 */
export function loadContent(dir: URL | string): Content {
  const path = typeof dir === 'string' ? dir : fileURLToPath(dir)
  const root = { path, name: basename(path) }
  const framework = readYaml(within(root, 'framework.yaml'), frameworkSchema)
  const rubric = readYaml(within(root, 'rubric.yaml'), rubricSchema)
  const scope = readYaml(within(root, 'scope.yaml'), scopeSchema)
  const glossary = readYaml(within(root, 'glossary.yaml'), glossarySchema)
  const problems = readProblems(within(root, 'problems'))
  const mistakes = [framework, rubric, scope, glossary, problems].flatMap((part) => part.mistakes)
  if (!framework.value || !rubric.value || !scope.value || !glossary.value || !problems.value || mistakes[0])
    throw new ContentError(mistakes)
  return {
    stages: placed(framework.value.stages),
    loops: framework.value.loops,
    rubric: rubric.value,
    scope: scope.value,
    glossary: glossary.value,
    problems: problems.value,
  }
}

function readProblems(folder: Source): Checked<ReadonlyMap<string, LocalizedProblem>> {
  const problems = new Map<string, LocalizedProblem>()
  const mistakes: Mistake[] = []
  for (const slug of visibleEntries(folder.path)) {
    const place = within(folder, slug)
    if (!isSlug(slug) || !statSync(place.path).isDirectory()) {
      const text = 'a folder named in kebab-case, at most 40 characters, expected'
      mistakes.push({ file: place.name, line: 1, text })
      continue
    }
    const { value, mistakes: found } = readProblem(place)
    mistakes.push(...found)
    if (value) problems.set(slug, value)
  }
  if (problems.size === 0 && mistakes.length === 0)
    mistakes.push({ file: folder.name, line: 1, text: 'at least one problem expected, none found' })
  return { value: problems, mistakes }
}

function readProblem(folder: Source): Checked<LocalizedProblem> {
  const [enFile, zhFile] = [within(folder, 'en.md'), within(folder, 'zh.md')]
  const [enText, zhText] = [readText(enFile), readText(zhFile)]
  const en = enText.value === undefined ? undefined : checkProblem(enText.value, enFile.name)
  const zh = zhText.value === undefined ? undefined : checkProblem(zhText.value, zhFile.name)
  const mistakes = [enText, zhText, en, zh].flatMap((part) => part?.mistakes ?? [])
  if (en && zh) mistakes.push(...compareLanguages(en, zh, zhFile.name))
  return { ...(en?.value && zh?.value && { value: { en: en.value, zh: zh.value } }), mistakes }
}

function readYaml<T>(file: Source, schema: z.ZodType<T>): Checked<T> {
  const { value, mistakes } = readText(file)
  return value === undefined ? { mistakes } : checkYaml(value, schema, file.name)
}

function readText({ path, name }: Source): Checked<string> {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if (!isMissing(error)) throw error
    return { mistakes: [{ file: name, line: 1, text: 'this file is expected, but missing' }] }
  }
  return decodeText(bytes, name)
}

function placed(stages: readonly Omit<Stage, 'from' | 'to'>[]): readonly Stage[] {
  let minute = 0
  return stages.map((stage) => {
    const from = minute
    minute += stage.minutes
    return { ...stage, from, to: minute }
  })
}

function visibleEntries(path: string): readonly string[] {
  try {
    return readdirSync(path)
      .filter((name) => !name.startsWith('.'))
      .sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function within({ path, name }: Source, child: string): Source {
  return { path: join(path, child), name: `${name}/${child}` }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
