import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

type Import = Readonly<{ from: string; to: string; typeOnly: boolean }>

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

/** Imports of our own files; packages are left out, `#bot` is the neutral contract. */
function importsOf(file: string): readonly Import[] {
  const source = readFileSync(join(ROOT, file), 'utf8')
  const found = source.matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'/gmu)
  return [...found].flatMap(([, type, to]): Import[] => {
    if (to === '#bot') return [{ from: file, to: 'src/bot/index.ts', typeOnly: type !== undefined }]
    if (!to?.startsWith('.')) return []
    return [{ from: file, to: normalize(join(dirname(file), to)), typeOnly: type !== undefined }]
  })
}

const all = [...sources('src'), ...sources('commands')].flatMap(importsOf)
const inside = (folder: string) => (file: string) => file.startsWith(`${folder}/`)

const feature = (file: string) => /^src\/features\/([^/]+)\//u.exec(file)?.[1]
/** Features on which others may stand. */
const LOWER = new Set(['answers', 'problems', 'review', 'settings'])

const isRules = (file: string) =>
  /\/rules\/[^/]+\.ts$|\/(rules|recurrence|local-time|calendar|cron-fields|state|outcome|seats|steering|timeline|running)\.ts$/u.test(
    file,
  )
const isStore = (file: string) => file.endsWith('/store.ts')

type Rule = Readonly<{ what: string; who: (file: string) => boolean; may: (link: Import) => boolean }>

const RULES: readonly Rule[] = [
  {
    what: 'the contract imports nothing of ours',
    who: inside('src/bot'),
    may: ({ to }) => inside('src/bot')(to),
  },
  {
    what: 'a platform imports the contract, itself, and what platforms share',
    who: inside('src/platforms'),
    may: ({ from, to }) =>
      inside('src/bot')(to) ||
      dirname(to) === 'src/platforms' ||
      dirname(to).startsWith(dirname(from).split('/').slice(0, 3).join('/')),
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
    may: ({ to, typeOnly }) => typeOnly || (!inside('src/platforms')(to) && !inside('src/features')(to)),
  },
  {
    what: 'commands import the contract, and features as types',
    who: inside('commands'),
    may: ({ to, typeOnly }) => inside('src/bot')(to) || (inside('src/features')(to) && typeOnly),
  },
  {
    what: 'rules import the contract, content types and rules',
    who: (file) => inside('src/features')(file) && isRules(file),
    may: ({ to, typeOnly }) =>
      inside('src/bot')(to) ||
      ((inside('src/content')(to) || inside('src/texts')(to)) && typeOnly) ||
      isRules(to),
  },
  {
    what: 'a store imports the contract, the database and its own rules',
    who: (file) => inside('src/features')(file) && isStore(file),
    may: ({ from, to }) =>
      inside('src/bot')(to) || inside('src/db')(to) || (feature(from) === feature(to) && isRules(to)),
  },
  {
    what: 'a feature imports itself and the lower features, no platform, no main',
    who: inside('src/features'),
    may: ({ from, to }) =>
      ['src/bot', 'src/content', 'src/db', 'src/durable', 'src/kit', 'src/pictures', 'src/texts'].some(
        (folder) => inside(folder)(to),
      ) ||
      feature(to) === feature(from) ||
      LOWER.has(feature(to) ?? ''),
  },
  {
    what: 'SQL stays in the stores, durable work and the database',
    who: inside('src/features'),
    may: ({ from, to, typeOnly }) => isStore(from) || typeOnly || to !== 'src/db/schema.ts',
  },
  {
    what: 'pictures know nothing but pictures',
    who: inside('src/pictures'),
    may: ({ to }) => inside('src/pictures')(to),
  },
  {
    what: 'what draws is loaded by the process that draws, and by nobody else',
    who: (file) => !inside('src/pictures')(file) || /\/(pictures|painter|job|limits)\.ts$/u.test(file),
    may: ({ to, typeOnly }) =>
      typeOnly || !inside('src/pictures')(to) || /\/(pictures|painter|limits)\.ts$/u.test(to),
  },
  {
    what: 'durable work knows nothing of features and platforms',
    who: inside('src/durable'),
    may: ({ to }) => !inside('src/features')(to) && !inside('src/platforms')(to),
  },
]

describe('who imports whom', () => {
  it('is looked at over all sources', () => {
    expect(all.length).toBeGreaterThan(150)
  })

  it.each(RULES)('$what', ({ who, may }) => {
    const broken = all.filter((link) => who(link.from) && !may(link))
    expect(broken.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  it('reads the environment in one place', () => {
    const readers = sources('src').filter((file) =>
      readFileSync(join(ROOT, file), 'utf8').includes('process.env'),
    )
    expect(readers.filter((file) => !inside('src/db')(file))).toEqual(['src/app/config.ts'])
  })
})
