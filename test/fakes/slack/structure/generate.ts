import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// Writes block-kit.json anew from the installed @slack/types. The generator comes through npx, as it brings
// a compiler of its own that nothing else here needs.
const GENERATOR = 'ts-json-schema-generator@2.10.0'
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const packageFile = new URL('../../../../node_modules/@slack/types/package.json', import.meta.url)

const output = execFileSync(
  'npx',
  [
    '--yes',
    GENERATOR,
    '--path',
    here('payloads.ts'),
    '--type',
    'Payloads',
    '--no-type-check',
    '--no-top-ref',
  ],
  { encoding: 'utf8', maxBuffer: 1e8 },
)
const schema = JSON.parse(output, (key, value: unknown) =>
  key === 'description' && typeof value === 'string' ? undefined : value,
) as object
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }
writeFileSync(
  here('block-kit.json'),
  `${JSON.stringify({ $comment: `@slack/types ${version}`, ...schema }, null, 1)}\n`,
)
