/** Changes that a migration may not make while the version before it still runs, and the safe way to each. */
const FORBIDDEN: readonly Readonly<{ statement: RegExp; why: string }>[] = [
  {
    statement: /^drop\s+(?:table|view|type|schema|sequence|function)\b|\bdrop\s+column\b/iu,
    why: 'the version before still uses it: drop it in a later release, when no version reads or writes it',
  },
  {
    statement: /\brename\b/iu,
    why: 'the version before knows the old name only: add the new one, write both, and drop the old in a later release',
  },
  {
    statement: /\balter\s+column\s+\S+\s+(?:set\s+data\s+)?type\b/iu,
    why: 'the version before reads the old type, and the table is locked while it is written anew: add a column instead',
  },
  {
    statement: /\badd\s+column\b(?!.*\bdefault\b)(?!.*\bgenerated\b).*\bnot\s+null\b/isu,
    why: 'the version before does not fill it, nor do rows that are there: give it a default, or leave it nullable',
  },
  {
    statement: /\balter\s+column\s+\S+\s+set\s+not\s+null\b/iu,
    why: 'the version before may leave it empty: do it in a later release, when every version fills it',
  },
  {
    statement: /\balter\s+column\s+\S+\s+drop\s+(?:default|identity|expression)\b/iu,
    why: 'the version before relies on it: do it in a later release',
  },
  {
    statement:
      /\badd\s+constraint\b|\badd\s+(?:check|unique|primary\s+key|foreign\s+key)\b|^create\s+unique\s+index\b/iu,
    why: 'rows that are there, or that the version before writes, may break it: do it in a later release, when every version keeps to it',
  },
  {
    statement: /\bdrop\s+constraint\b|^drop\s+index\b/iu,
    why: 'an ON CONFLICT of the version before may need it: do it in a later release',
  },
  { statement: /^truncate\b|^delete\b/iu, why: 'data goes for good: keep it' },
]

const CREATED = /^create\s+table\s+(?:if\s+not\s+exists\s+)?"?(?<name>[\w.]+)"?/iu
const ABOUT =
  /^(?:alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?|create\s+unique\s+index\s+\S+\s+on\s+)(?:"public"\.)?"?(?<name>[\w.]+)"?/iu

/**
 * The faults of a migration after the first, one sentence per statement. A migration may do anything to tables of its
 * own, since the version before does not know them.
 */
export function lintMigration(name: string, statements: readonly string[]): readonly string[] {
  const trimmed = statements.flatMap((part) => part.split(';')).map((part) => part.trim())
  const own = new Set(trimmed.flatMap((statement) => CREATED.exec(statement)?.groups?.name ?? []))
  return trimmed
    .filter((statement) => !own.has(ABOUT.exec(statement)?.groups?.name ?? ''))
    .flatMap((statement) =>
      FORBIDDEN.filter((rule) => rule.statement.test(statement)).map(
        ({ why }) => `${name}: ${statement.replaceAll(/\s+/gu, ' ')}: ${why}`,
      ),
    )
}
