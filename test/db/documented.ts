import { readFileSync } from 'node:fs'

const OPERATING = new URL('../../docs/operating.md', import.meta.url)

/** The shell commands that docs/operating.md has under this heading, one string a block. */
export function documentedCommands(heading: string): readonly string[] {
  const [, section] = readFileSync(OPERATING, 'utf8').split(`\n${heading}\n`)
  if (section === undefined) throw new Error(`docs/operating.md has no heading ${heading}`)
  const own = section.split(/^#{1,3} /mu)[0] ?? ''
  return [...own.matchAll(/^```sh\n(.*?)^```$/gmsu)].flatMap(([, block]) => block ?? [])
}
