import { type Choice, type InEach, LANGUAGES, type Language, type Translate, UserError } from '#bot'
import { editDistance } from '../kit/edit-distance.ts'
import { folded, shortened } from '../kit/names.ts'
import type { Problem } from './schema.ts'

type Titled = InEach<Pick<Problem, 'title'>>

/** The problems to choose from, by slug: the content's, and a group's own. */
export type Choosable = Readonly<{ problems: ReadonlyMap<string, Titled> }>

/**
 * The slug of what was typed: a slug, a title in any language, or something that can mean only one.
 * @throws UserError naming the nearest
 */
export function chosenProblem({ problems }: Choosable, typed: string, t: Translate): string {
  const wanted = typed.trim()
  if (problems.has(wanted)) return wanted
  const plain = folded(wanted)
  for (const [slug, problem] of problems)
    if (plain !== '' && names(slug, problem).includes(plain)) return slug
  const [only, ...others] = wanted === '' ? [] : findProblems({ problems }, wanted, 'en')
  if (only && others.length === 0) return only.value
  const nearest = nearestSlugs({ problems }, wanted, 3).map((slug) => `\`${slug}\``)
  throw new UserError('error.unknownProblem', {
    typed: shortened(wanted),
    nearest: nearest.join(t('list.comma')),
  })
}

/** Suggests problems for a text that is being typed; all of them if none fits. */
export function suggestProblems(content: Choosable, typed: string, language: Language): readonly Choice[] {
  const found = findProblems(content, typed, language)
  return found.length > 0 ? found : findProblems(content, '', language)
}

/**
 * The problems whose slug or title, in any language, begins with or contains what was typed; those that
 * begin with it come first. Case, spaces and hyphens don't count. Nothing typed finds all.
 * @param language of the labels
 */
export function findProblems(content: Choosable, typed: string, language: Language): readonly Choice[] {
  const wanted = folded(typed)
  return [...content.problems]
    .map(([slug, problem]) => ({ slug, problem, rank: rankOf(wanted, names(slug, problem)) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ slug, problem }) => ({ value: slug, label: problem[language].title }))
}

/** The `n` slugs nearest to what was typed, the nearest first: for “did you mean …?”. */
export function nearestSlugs(content: Choosable, typed: string, n: number): readonly string[] {
  const wanted = folded(typed)
  return [...content.problems]
    .map(([slug, problem]) => {
      const all = names(slug, problem)
      const contained = wanted !== '' && rankOf(wanted, all) !== undefined
      return {
        slug,
        distance: contained ? 0 : Math.min(...all.map((name) => relativeDistance(wanted, name))),
      }
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, n)
    .map(({ slug }) => slug)
}

/** All names of the problems, as `folded` writes them. */
export function foldedNames({ problems }: Choosable): readonly string[] {
  return [...problems].flatMap(([slug, problem]) => names(slug, problem))
}

function names(slug: string, problem: Titled): readonly string[] {
  return [slug, ...LANGUAGES.map((language) => problem[language].title)].map(folded)
}

/** 0: a name begins with it; 1: a name contains it; undefined: none does. */
function rankOf(wanted: string, names: readonly string[]): 0 | 1 | undefined {
  if (names.some((name) => name.startsWith(wanted))) return 0
  return names.some((name) => name.includes(wanted)) ? 1 : undefined
}

function relativeDistance(a: string, b: string): number {
  return editDistance(a, b) / Math.max(a.length, b.length, 1)
}
