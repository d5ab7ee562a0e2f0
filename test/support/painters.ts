import { readdir, readFile } from 'node:fs/promises'

/** The processes that draw for this one, where the system tells (Linux). */
export async function painters(): Promise<readonly number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    const [command, status] = await Promise.all(
      ['cmdline', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    )
    if (!command?.includes('pictures/process.ts') || !status) continue
    const parent = /^PPid:\s*(\d+)$/mu.exec(status)?.[1]
    if (Number(parent) === process.pid && !/^State:\s*Z/mu.test(status)) found.push(pid)
  }
  return found
}
