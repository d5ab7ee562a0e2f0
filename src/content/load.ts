import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import type { InEach, Localized } from '#bot'
import { decodeText } from './decode.ts'
import { glossarySchema } from './glossary.ts'
import { type Checked, ContentError, flaw, type Mistake } from './mistakes.ts'
import { compareLanguages, compareReferences } from './parity.ts'
import { checkProblem, parseProblem } from './problem.ts'
import { checkReference, type Reference } from './reference.ts'
import { rubricSchema } from './rubric.ts'
import { type Content, frameworkSchema, type Problem, type Stage } from './schema.ts'
import { scopeSchema } from './scope.ts'
import { isSlug } from './slug.ts'
import { inTraditional, traditional } from './traditional.ts'
import { whiteboardSchema } from './whiteboard.ts'
import { checkYaml } from './yaml.ts'

/** A content file's place on disk, and its name in messages. */
type Source = Readonly<{ path: string; name: string }>

/**
 * Reads all content at boot. A problem is a folder in `problems` with one file per language, a reference is a
 * folder in `references`.
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
  const whiteboard = readYaml(within(root, 'whiteboard.yaml'), whiteboardSchema)
  const problems = readProblems(within(root, 'problems'))
  const references = readReferences(within(root, 'references'))
  const mistakes = [framework, rubric, scope, glossary, whiteboard, problems, references].flatMap(
    (part) => part.mistakes,
  )
  for (const slug of references.value.keys())
    if (problems.value.has(slug) || slug === 'glossary') {
      const taken = flaw(slug === 'glossary' ? 'nameOfGlossary' : 'nameOfProblem')
      mistakes.push({ file: `${root.name}/references/${slug}`, line: 1, ...taken })
    }
  if (
    mistakes.length > 0 ||
    !framework.value ||
    !rubric.value ||
    !scope.value ||
    !glossary.value ||
    !whiteboard.value
  )
    throw new ContentError(mistakes)
  return {
    stages: placed(framework.value.stages),
    loops: framework.value.loops,
    rubric: rubric.value,
    scope: scope.value,
    glossary: glossary.value,
    whiteboard: whiteboard.value,
    problems: withTaiwan(problems.value),
    references: withTaiwan(references.value),
  }
}

/**
 * Loads the file from which a group starts a problem of its own, in each language: a small, complete problem.
 * @param dir the content folder
 * @throws ContentError when it would itself be refused
 */
export function loadTemplate(dir: URL): Localized {
  const read = (language: 'en' | 'zh') => {
    const name = `template/${language}.md`
    const text = readFileSync(new URL(name, dir), 'utf8')
    parseProblem(text, `content/${name}`)
    return text
  }
  const [en, zh] = [read('en'), read('zh')]
  return { en, zh, 'zh-TW': traditional(zh) }
}

/** A text in the two languages in which content is written. */
type Written<T> = Readonly<{ en: T; zh: T }>

type Folders<T> = Readonly<{ value: ReadonlyMap<string, T>; mistakes: readonly Mistake[] }>

function readProblems(folder: Source): Folders<Written<Problem>> {
  const { value, mistakes } = readFolders(folder, (each) => readBoth(each, checkProblem, compareLanguages))
  if (value.size > 0 || mistakes.length > 0) return { value, mistakes }
  return { value, mistakes: [{ file: folder.name, line: 1, ...flaw('noProblems') }] }
}

/** Sorted by their `order`. */
function readReferences(folder: Source): Folders<Written<Reference>> {
  const { value, mistakes } = readFolders(folder, (each) => readBoth(each, checkReference, compareReferences))
  const inOrder = [...value].sort(([, a], [, b]) => a.en.order - b.en.order)
  const repeated = inOrder.flatMap(([slug, { en }], index) => {
    const [other, before] = inOrder[index - 1] ?? []
    if (other === undefined || before?.en.order !== en.order) return []
    const file = `${folder.name}/${slug}/en.md`
    return [{ file, line: 1, path: 'order', ...flaw('orderTaken', { order: en.order, other }) }]
  })
  return { value: new Map(inOrder), mistakes: [...mistakes, ...repeated] }
}

/** Converted at the end, when nothing is wrong, because it takes longer than all the rest. */
function withTaiwan<T>(all: ReadonlyMap<string, Written<T>>): ReadonlyMap<string, InEach<T>> {
  return new Map([...all].map(([slug, each]) => [slug, { ...each, 'zh-TW': inTraditional(each.zh) }]))
}

function readFolders<T>(folder: Source, read: (folder: Source) => Checked<T>): Folders<T> {
  const found = new Map<string, T>()
  const mistakes: Mistake[] = []
  for (const slug of visibleEntries(folder.path)) {
    const place = within(folder, slug)
    if (!isSlug(slug) || !statSync(place.path).isDirectory()) {
      mistakes.push({ file: place.name, line: 1, ...flaw('noSlug') })
      continue
    }
    const one = read(place)
    mistakes.push(...one.mistakes)
    if (one.value) found.set(slug, one.value)
  }
  return { value: found, mistakes }
}

/** Reads one file per language, and compares their structure. */
function readBoth<T, C extends Checked<T>>(
  folder: Source,
  check: (text: string, file: string) => C & Checked<T>,
  compare: (en: C, other: C, file: string) => readonly Mistake[],
): Checked<Written<T>> {
  const [enFile, zhFile] = [within(folder, 'en.md'), within(folder, 'zh.md')]
  const [enText, zhText] = [readText(enFile), readText(zhFile)]
  const en = enText.value === undefined ? undefined : check(enText.value, enFile.name)
  const zh = zhText.value === undefined ? undefined : check(zhText.value, zhFile.name)
  const mistakes = [enText, zhText, en, zh].flatMap((part) => part?.mistakes ?? [])
  if (en && zh) mistakes.push(...compare(en, zh, zhFile.name))
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
    return { mistakes: [{ file: name, line: 1, ...flaw('missingFile') }] }
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
