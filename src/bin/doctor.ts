import '../app/loading.ts'
import type { Finding } from './doctor/findings.ts'

// By `import()`, after the import above has set how modules are loaded.
const { examine } = await import('./doctor/examine.ts')
const { exitCodeOf, format, summarise } = await import('./doctor/findings.ts')

const findings: Finding[] = []
for await (const finding of examine(process.env)) {
  findings.push(finding)
  console.log(format(finding))
}
console.log(summarise(findings))
process.exit(exitCodeOf(findings))
