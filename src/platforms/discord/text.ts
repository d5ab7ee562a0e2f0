import { splitTokens, type TimeStyle } from '#bot'

const TIME_STYLES = { clock: 't', date: 'f', relative: 'R' } as const satisfies Record<TimeStyle, string>

/** Writes the tokens of a neutral text in Discord's way. */
export function drawTokens(text: string): string {
  return splitTokens(text)
    .map((token) => {
      switch (token.kind) {
        case 'text':
          return token.text
        case 'time':
          return `<t:${Math.floor(token.at / 1000)}:${TIME_STYLES[token.style]}>`
        case 'user':
          return mention(token.user)
        case 'channel':
          return `<#${token.channel}>`
        default:
          return token satisfies never
      }
    })
    .join('')
}

export function mention(user: string): string {
  return `<@${user}>`
}

export function drawHeading(text: string): string {
  return `## ${drawTokens(text).replace(/\s+/g, ' ').trim()}`
}

export function drawNote(text: string): string {
  return drawTokens(text)
    .split('\n')
    .map((line) => (line.trim() ? `-# ${line}` : line))
    .join('\n')
}

export function drawFields(fields: readonly Readonly<{ name: string; value: string }>[]): string {
  return fields
    .map(({ name, value }) => {
      const text = drawTokens(value).trim()
      const label = `**${drawTokens(name)}${colonAfter(name).trimEnd()}**`
      return `${label}${text.includes('\n') ? '\n' : ' '}${text}`
    })
    .join('\n')
}

/** The Chinese colon includes its space. */
function colonAfter(name: string): string {
  return /\p{Script=Han}$/u.test(name) ? '：' : ': '
}

/** Discord has no tables: a row becomes its name in bold and its cells, each with its column's name. */
export function drawTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.map((row) => drawRow(columns, row)).join('\n')
}

function drawRow(columns: readonly string[], [name = '', ...cells]: readonly string[]): string {
  const title = `**${drawTokens(name).trim() || '–'}**`
  const filled = cells
    .map((cell, index) => ({ column: columns[index + 1] ?? '', text: drawTokens(cell).trim() }))
    .filter(({ text }) => text !== '')
  const [only] = filled
  if (only && columns.length === 2) return `${title} – ${only.text}`
  const named = filled.map(({ column, text }) =>
    column ? `${drawTokens(column)}${colonAfter(column)}${text}` : text,
  )
  const long = named.some((cell) => cell.length > 60 || cell.includes('\n'))
  return named.length === 0 ? title : `${title}\n${named.join(long ? '\n' : ' · ')}`
}
