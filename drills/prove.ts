import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { applyPatch, locatePatch } from './patch.ts'
import { scenarios } from './scenarios.ts'
import { type SeededBug, seededBugs } from './seeded-bugs.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const COPIED = ['src', 'commands', 'content', 'drizzle', 'drills', 'test', 'package.json']
/** A fault at a random moment may miss, so each bug gets several seeds. */
const ATTEMPTS = 4

/** Shows that the drill can fail: seeds one bug after the other in a copy, and runs the scenario that has to notice. */
async function main(): Promise<void> {
  const [only] = process.argv.slice(2)
  const chosen = seededBugs.filter(({ name }) => only === undefined || name.includes(only))
  const unknown = chosen.filter((bug) => !scenarios.some(({ name }) => name === bug.scenario))
  if (chosen.length === 0 || unknown.length > 0)
    throw new Error(`no such bug or scenario: ${unknown.map(({ scenario }) => scenario).join(', ') || only}`)
  for (const { patches } of chosen) for (const patch of patches) await locatePatch(ROOT, patch)
  let missed = 0
  for (const bug of chosen) {
    const caught = await catches(bug)
    if (!caught) missed++
    say(`${caught ? 'caught' : 'MISSED'}: ${bug.name} (${bug.scenario})${caught ? `: ${caught}` : ''}`)
  }
  process.exit(missed === 0 ? 0 : 1)
}

/** @returns the first difference that was found */
async function catches({ scenario, kind, patches }: SeededBug): Promise<string | undefined> {
  const copy = await mkdtemp(join(tmpdir(), 'loopmate-prove-'))
  try {
    // As root the database server runs as another user, who has to enter it.
    await chmod(copy, 0o755)
    for (const name of COPIED) await cp(join(ROOT, name), join(copy, name), { recursive: true })
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    for (const patch of patches) await applyPatch(copy, patch)
    for (let seed = 1; seed <= ATTEMPTS; seed++) {
      const output = await drill(copy, scenario, seed)
      const found = new RegExp(`^- ${kind}: .*$`, 'mu').exec(output)?.[0]
      if (found) return `${found.slice(2)} (seed ${seed})`
      // A scenario that fails itself proves nothing.
      const broken = /^- broken: .*$/mu.exec(output)?.[0]
      if (broken) say(`${scenario}, seed ${seed}: ${broken.slice(2)}`)
      if (!/^lost = \d+, doubled = \d+/mu.test(output)) throw new Error(`the drill broke off:\n${output}`)
    }
    return undefined
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

async function drill(folder: string, scenario: string, seed: number): Promise<string> {
  const args = [join(folder, 'drills/main.ts'), '--short', '--only', scenario, '--seed', String(seed)]
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGTERM'))
  let output = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data
  })
  await once(child, 'close')
  return output
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

await main()
