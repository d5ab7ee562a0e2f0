import { readdir, readFile } from 'node:fs/promises'

/** The processes that draw for this one or for a bot that it started, where the system tells (Linux). */
export async function painters(): Promise<readonly number[]> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (!command.includes('pictures/process.ts')) continue
    const { parent, ended } = await statusOf(pid)
    if (ended) continue
    if (parent === process.pid || (await statusOf(parent)).parent === process.pid) found.push(pid)
  }
  return found
}

async function statusOf(pid: number) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return { parent: Number(/^PPid:\s*(\d+)$/mu.exec(status)?.[1]), ended: /^State:\s*Z/mu.test(status) }
}
