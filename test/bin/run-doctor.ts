import { examine } from '../../src/bin/doctor/examine.ts'
import { exitCodeOf, type Finding, format, summarise } from '../../src/bin/doctor/findings.ts'
import type { Ended } from './run-bin.ts'

/** Runs the doctor in this process, with these variables and no others: a process of its own takes a second. */
export async function runDoctor(env: Readonly<Record<string, string>>): Promise<Ended> {
  const findings: Finding[] = []
  for await (const finding of examine(env)) findings.push(finding)
  return {
    code: exitCodeOf(findings),
    output: [...findings.map(format), summarise(findings)].join('\n'),
  }
}
