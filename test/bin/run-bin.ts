import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Ended = Readonly<{ code: number | string | null; output: string }>

/** Runs an operator's command as a process of its own, with these variables and no others. */
export function runBin(
  name: 'doctor' | 'register' | 'manifest',
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> {
  const script = fileURLToPath(new URL(`../../src/bin/${name}.ts`, import.meta.url))
  const options = { env: { PATH: process.env.PATH ?? '', ...env }, timeout: 180_000 }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? (error.code ?? error.signal ?? null) : 0, output: stdout + stderr }),
    )
  })
}
