import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

type Import = Readonly<{ from: string; to: string; typeOnly: boolean }>

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
    .sort()
}

const folders = (path: string) =>
  readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)

/** Imports of the project's own files, dynamic ones too; `#bot` is the neutral contract. */
function importsOf(file: string): readonly Import[] {
  const source = readFileSync(join(ROOT, file), 'utf8')
  const found = [
    ...source.matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'/gmu),
    ...source.matchAll(/\bimport()\('([^']+)'\)/gu),
  ]
  return found.flatMap(([, type, to]): Import[] => {
    if (to === '#bot') return [{ from: file, to: 'src/bot/index.ts', typeOnly: Boolean(type) }]
    if (!to?.startsWith('.')) return []
    return [{ from: file, to: normalize(join(dirname(file), to)), typeOnly: Boolean(type) }]
  })
}

const files = [...sources('src'), ...sources('commands')]
const all = files.flatMap(importsOf)
const inside = (folder: string) => (file: string) => file.startsWith(`${folder}/`)
const insideAny =
  (...names: readonly string[]) =>
  (file: string) =>
    names.some((name) => inside(`src/${name}`)(file))

/** The first folder below `src`, or below `src/features` or `src/platforms`. */
const partOf = (file: string) => /^src\/(?:features|platforms)\/([^/]+)\//u.exec(file)?.[1]
/** Files directly in src/features: the shape, who acts, what features ask of each other. */
const isShape = (file: string) => dirname(file) === 'src/features'

const FEATURES = folders('src/features')
/** Features on which others may stand; each may use those before it. */
const LOWER = ['groups', 'settings', 'answers', 'review', 'problems']

/** In a feature: `rules.ts`, `<what>-rules.ts` or any file in `rules/` is pure. */
const isRules = (file: string) => /\/rules\/[^/]+\.ts$|[/-]rules\.ts$/u.test(file)
/** In a feature: `store.ts`, `<what>-store.ts` or any file in `store/` holds SQL. */
const isStore = (file: string) => /\/store\/[^/]+\.ts$|[/-]store\.ts$/u.test(file)

/** In a feature: a message or form, from state. */
const isCard = (file: string) => /\/cards\/[^/]+\.ts$|[/-](?:cards?|forms)\.ts$|\/view\.ts$/u.test(file)

/**
 * The levels inside a feature, the lowest first: rules; stores; cards and forms; posts (the one place that
 * posts them, and the names of its streams and slots); one file per use case; the index. Files import their own level
 * and lower ones.
 */
const LEVELS: readonly ((file: string) => boolean)[] = [
  isRules,
  isStore,
  isCard,
  (file) => /\/(?:posts|streams)\.ts$/u.test(file),
  (file) => !/^src\/features\/[^/]+\/index\.ts$/u.test(file),
  () => true,
]
const levelOf = (file: string) => LEVELS.findIndex((is) => is(file))

/** Whether a file uses Node's own modules, such as for files and time, or imports one that does. */
const reachesOut = (file: string): boolean =>
  /from 'node:/u.test(readFileSync(join(ROOT, file), 'utf8')) ||
  all.some(({ from, to, typeOnly }) => from === file && !typeOnly && reachesOut(to))

type Rule = Readonly<{ what: string; who: (file: string) => boolean; may: (link: Import) => boolean }>

const RULES: readonly Rule[] = [
  {
    what: 'the contract imports nothing of ours, but its texts’ keys as types',
    who: inside('src/bot'),
    may: ({ to, typeOnly }) => inside('src/bot')(to) || (typeOnly && inside('src/texts')(to)),
  },
  {
    what: 'kit imports the contract and kit',
    who: inside('src/kit'),
    may: ({ to }) => insideAny('bot', 'kit')(to),
  },
  {
    what: 'the reader of Markdown imports itself',
    who: inside('src/markdown'),
    may: ({ to }) => inside('src/markdown')(to),
  },
  {
    what: 'a platform imports the contract, kit, Markdown, itself, and what platforms share',
    who: inside('src/platforms'),
    may: ({ from, to }) =>
      insideAny('bot', 'kit', 'markdown')(to) ||
      dirname(to) === 'src/platforms' ||
      partOf(to) === partOf(from),
  },
  {
    what: 'the page loads itself and the tokens, as the server hands out nothing else',
    who: inside('src/platforms/playground/page'),
    may: ({ to, typeOnly }) =>
      typeOnly || inside('src/platforms/playground/page')(to) || to === 'src/bot/tokens.ts',
  },
  {
    what: 'the database knows of platforms and features what they store, as types',
    who: inside('src/db'),
    may: ({ to, typeOnly }) => typeOnly || insideAny('bot', 'db', 'kit')(to),
  },
  {
    what: 'durable work stands on the database, and knows nothing of features and platforms',
    who: inside('src/durable'),
    may: ({ to, typeOnly }) =>
      insideAny('bot', 'db', 'durable', 'kit')(to) || (typeOnly && inside('src/pictures')(to)),
  },
  {
    what: 'commands import the contract, and features as types',
    who: inside('commands'),
    may: ({ to, typeOnly }) => inside('src/bot')(to) || (inside('src/features')(to) && typeOnly),
  },
  {
    what: 'rules import the contract, Markdown, pure tools of kit, other rules, and content as types',
    who: (file) => inside('src/features')(file) && isRules(file),
    may: ({ to, typeOnly }) =>
      insideAny('bot', 'markdown')(to) ||
      (inside('src/kit')(to) && !reachesOut(to)) ||
      isRules(to) ||
      (typeOnly && (inside('src/content')(to) || isShape(to))),
  },
  {
    what: 'cards are drawn from state: they import stores and the database as types only',
    who: (file) => inside('src/features')(file) && isCard(file),
    may: ({ to, typeOnly }) => typeOnly || !(isStore(to) || inside('src/db')(to)),
  },
  {
    what: 'a store imports the contract, the database, its own rules and its own store',
    who: (file) => inside('src/features')(file) && isStore(file),
    may: ({ from, to }) =>
      insideAny('bot', 'db')(to) || (partOf(from) === partOf(to) && (isRules(to) || isStore(to))),
  },
  {
    what: 'a feature imports itself, lower features and lower layers; no platform, no app',
    who: inside('src/features'),
    may: ({ from, to }) => {
      if (!inside('src/features')(to))
        return insideAny('bot', 'content', 'db', 'durable', 'kit', 'markdown', 'pictures', 'texts')(to)
      const [mine, theirs] = [partOf(from), partOf(to)]
      if (theirs === undefined || mine === theirs) return true
      const floor = LOWER.indexOf(theirs)
      if (isShape(from)) return theirs === 'groups'
      return floor >= 0 && (!LOWER.includes(mine ?? '') || floor < LOWER.indexOf(mine ?? ''))
    },
  },
  {
    what: 'other features enter a feature by its store, rules and parts, never by its index',
    who: inside('src/features'),
    may: ({ to }) => !(inside('src/features')(to) && basename(to) === 'index.ts'),
  },
  {
    what: 'SQL stays in the stores, durable work and the database',
    who: inside('src/features'),
    may: ({ from, to, typeOnly }) => isStore(from) || typeOnly || to !== 'src/db/schema.ts',
  },
  {
    what: 'pictures know nothing but pictures',
    who: inside('src/pictures'),
    may: ({ to }) => insideAny('pictures', 'kit')(to),
  },
  {
    what: 'the code that draws is loaded by the process that draws, and by nothing else',
    who: (file) => !inside('src/pictures')(file) || /\/(pictures|painter|job|limits)\.ts$/u.test(file),
    may: ({ to, typeOnly }) =>
      typeOnly || !inside('src/pictures')(to) || /\/(pictures|painter|limits)\.ts$/u.test(to),
  },
  {
    what: 'only the entry points import app',
    who: (file) => !inside('src/app')(file),
    may: ({ from, to }) => !inside('src/app')(to) || from === 'src/main.ts' || inside('src/bin')(from),
  },
]

/** The files of one cycle of imports, types included; empty where there is none. */
function cycleIn(links: readonly Import[]): readonly string[] {
  const next = Map.groupBy(links, ({ from }) => from)
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): readonly string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return []
    path.push(file)
    for (const { to } of next.get(file) ?? []) {
      const cycle = visit(to)
      if (cycle.length > 0) return cycle
    }
    path.pop()
    done.add(file)
    return []
  }
  for (const file of next.keys()) {
    const cycle = visit(file)
    if (cycle.length > 0) return cycle
  }
  return []
}

describe('who imports whom', () => {
  it('is looked at over all sources', () => {
    expect(all.length).toBeGreaterThan(1000)
  })

  it.each(RULES)('$what', ({ who, may }) => {
    const broken = all.filter((link) => who(link.from) && !may(link))
    expect(broken.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  it('has no cycle, not even of types', () => {
    expect(cycleIn(all)).toEqual([])
    const [a, b] = ['src/a.ts', 'src/b.ts']
    expect(
      cycleIn([
        { from: a, to: b, typeOnly: true },
        { from: b, to: a, typeOnly: false },
      ]),
    ).toEqual([a, b, a])
  })

  it('goes down inside a feature: index, use cases, posts, cards, stores, rules', () => {
    const links = all.filter(
      ({ from, to }) =>
        inside('src/features')(from) && partOf(from) !== undefined && partOf(from) === partOf(to),
    )
    expect(links.length).toBeGreaterThan(300)
    const upward = links.filter(({ from, to }) => levelOf(to) > levelOf(from))
    expect(upward.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  it.each([
    ['rules/step.ts', 0],
    ['rules.ts', 0],
    ['store/drafts.ts', 1],
    ['occurrences/store.ts', 1],
    ['cards/digest.ts', 2],
    ['lobby-card.ts', 2],
    ['posts.ts', 3],
    ['open.ts', 4],
    ['index.ts', 5],
  ])('%s of a feature is on level %i', (file, level) => {
    expect(levelOf(`src/features/some/${file}`)).toBe(level)
  })

  it('reads the environment in one place, which entry points may hand on', () => {
    const readers = sources('src').filter((file) =>
      readFileSync(join(ROOT, file), 'utf8').includes('process.env'),
    )
    expect(readers.filter((file) => !insideAny('db', 'bin')(file))).toEqual(['src/app/config.ts'])
  })
})

describe('the shape of the code', () => {
  it('keeps main.ts alone in src', () => {
    expect(sources('src').filter((file) => dirname(file) === 'src')).toEqual(['src/main.ts'])
  })

  it.each(FEATURES)(
    'the feature %s exports one Feature of its name from index.ts, and nothing else but types',
    async (name) => {
      const module: Record<string, unknown> = await import(`../src/features/${name}/index.ts`)
      expect(Object.keys(module)).toEqual([name])
      expect(module[name]).toMatchObject({ name, create: expect.any(Function) })
    },
  )

  it('asks no feature for the name of a platform', () => {
    const asking = sources('src/features').filter((file) =>
      /['"](?:discord|slack|playground)['"]/u.test(readFileSync(join(ROOT, file), 'utf8')),
    )
    expect(asking).toEqual([])
  })
})
