import { enableCompileCache, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { CACHE } from './cache-folder.ts'

// To be imported first, and everything else by `import()` after it: both change how modules are loaded.

enableCompileCache(fileURLToPath(new URL('compiled', CACHE)))

/*
 * Loads drizzle-orm as CommonJS. Its package.json has 179 kB of exports, which Node reads and parses again for each
 * ES module of the package: 0.5 s and 200 MB (nodejs/node issues 59888 and 60425). For CommonJS it reads it once per
 * import, and with the results kept here once per entry point.
 */
const entryPoints = new Map<string, ReturnType<Resolve>>()
type Resolve = NonNullable<Parameters<typeof registerHooks>[0]['resolve']>

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!/^drizzle-orm(?:\/|$)/u.test(specifier)) return nextResolve(specifier, context)
    const known = entryPoints.get(specifier)
    if (known) return known
    const resolved = nextResolve(specifier, { ...context, conditions: ['node', 'require'] })
    // Node demands this of a result that does not come from the next hook.
    const entryPoint = { ...resolved, shortCircuit: true }
    entryPoints.set(specifier, entryPoint)
    return entryPoint
  },
})
