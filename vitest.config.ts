import { createRequire } from 'node:module'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

const require = createRequire(import.meta.url)
const INTEGRATION = 'test/**/*.integration.test.ts'
const E2E = 'test/{e2e,e2e-browser}/**/*.test.ts'

/** Resolves drizzle-orm as CommonJS, as the bot does: src/app/loading.ts says why. */
const drizzleAsCommonJs = {
  name: 'drizzle-as-commonjs',
  enforce: 'pre',
  resolveId: (id: string) => (/^drizzle-orm(?:\/|$)/u.test(id) ? require.resolve(id) : undefined),
} as const

const level = (
  name: string,
  test: NonNullable<TestProjectInlineConfiguration['test']>,
): TestProjectInlineConfiguration => ({ extends: true, test: { name, ...test } })

export default defineConfig({
  plugins: [drizzleAsCommonJs],
  test: {
    environment: 'node',
    // Twice CI's cores: the tests of processes and platforms wait more than they compute.
    maxWorkers: 4,
    // Limits of what never ends: on a busy machine a browser alone may take a minute to start.
    testTimeout: 300_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    sequence: { sequencer: LongestFirst },
    coverage: {
      include: ['src/**/*.ts', 'commands/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportOnFailure: true,
    },
    // A file's name tells its level; test/README.md says more. Where nothing is isolated, a worker's files share modules.
    projects: [
      level('unit', {
        include: ['test/**/*.test.ts'],
        exclude: [INTEGRATION, E2E],
        pool: 'threads',
        isolate: false,
      }),
      level('integration', {
        include: [INTEGRATION],
        pool: 'forks',
        isolate: false,
        globalSetup: ['test/support/global-setup.ts'],
      }),
      level('e2e', {
        include: [E2E],
        pool: 'forks',
        isolate: false,
        globalSetup: ['test/support/global-setup.ts'],
      }),
    ],
  },
})
