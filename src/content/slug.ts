/** Slugs are arguments in buttons' ids, which may have 100 characters in all. */
const SLUG = /^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/u

/** Whether a problem may have this name: kebab-case, at most 40 characters. */
export function isSlug(text: string): boolean {
  return SLUG.test(text)
}

/** Makes a slug of a file's name; undefined if no usable character is left. */
export function slugOf(fileName: string): string | undefined {
  const slug = fileName
    .slice(0, 200)
    .replace(/\.[a-z]+$/iu, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, 40)
    .replace(/^-|-$/gu, '')
  return isSlug(slug) ? slug : undefined
}
