import { CACHE } from '../../src/app/cache-folder.ts'
import { loadCachedContent } from '../../src/content/cached.ts'

/** The project's own content, as the bot loads it: parsing and converting it takes seconds, and many tests need it. */
export const { content, template } = await loadCachedContent(
  new URL('../../content/', import.meta.url),
  new URL('content', CACHE),
)
