/** The result of a check. `fix` says what to do, where the text does not say it already. */
export type Finding = Readonly<{ level: 'ok' | 'warning' | 'problem'; text: string; fix?: string }>

export function ok(text: string): Finding {
  return { level: 'ok', text }
}

/** The bot works, but not as well as it could. */
export function warning(text: string, fix?: string): Finding {
  return { level: 'warning', text, ...(fix && { fix }) }
}

/** The bot does not start, or can't run a mock. */
export function problem(text: string, fix?: string): Finding {
  return { level: 'problem', text, ...(fix && { fix }) }
}

/** One line, and one more for what to do. */
export function format({ level, text, fix }: Finding): string {
  const line = `${level.padEnd(9)}${text}`
  return fix ? `${line}\n${' '.repeat(9)}-> ${fix}` : line
}

export function summarise(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length
  const [problems, warnings] = [count('problem'), count('warning')]
  const noted = warnings === 0 ? '' : ` ${plural(warnings, 'warning')}.`
  return problems === 0 ? `No problems.${noted}` : `${plural(problems, 'problem')} to fix.${noted}`
}

/** 1 when there is a problem, else 0. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ level }) => level === 'problem') ? 1 : 0
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
