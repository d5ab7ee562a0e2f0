import { type Choice, type Language, type Translate, UserError } from '#bot'
import { type Choosable, findProblems, nearestSlugs } from './search.ts'

/**
 * The slug of what was typed: a slug, a title in either language, or something that can mean only one.
 * @throws UserError naming the nearest
 */
export function chosenProblem({ problems }: Choosable, typed: string, t: Translate): string {
  const wanted = typed.trim()
  if (problems.has(wanted)) return wanted
  const lower = wanted.toLowerCase()
  for (const [slug, { en, zh }] of problems)
    if ([slug, en.title.toLowerCase(), zh.title].includes(lower)) return slug
  const [only, ...others] = wanted === '' ? [] : findProblems({ problems }, wanted, 'en')
  if (only && others.length === 0) return only.value
  const nearest = nearestSlugs({ problems }, wanted, 3).map((slug) => `\`${slug}\``)
  throw new UserError('error.unknownProblem', {
    typed: shortened(wanted),
    nearest: nearest.join(t('list.comma')),
  })
}

/** What is offered while a problem is typed; all of them where nothing fits. */
export function suggestProblems(content: Choosable, typed: string, language: Language): readonly Choice[] {
  const found = findProblems(content, typed, language)
  return found.length > 0 ? found : findProblems(content, '', language)
}

/** What was typed, as far as it is worth repeating. */
export function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text
}
