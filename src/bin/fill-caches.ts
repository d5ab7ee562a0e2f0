import '../app/loading.ts'

// Run while a container image is built, so that the caches are there at the first start. The rest is imported after
// loading.ts, which enables the cache of compiled code; that cache is written at exit.
const [{ loadCachedContent }, { CACHE }] = await Promise.all([
  import('../content/cached.ts'),
  import('../app/cache-folder.ts'),
  import('../app/start.ts'),
  import('../app/log.ts'),
  import('../platforms/discord/index.ts'),
  import('../platforms/slack/index.ts'),
  import('../platforms/playground/index.ts'),
])
await loadCachedContent(new URL('../../content/', import.meta.url), new URL('content', CACHE))
