import { type Translate, type UserRef, userToken } from '#bot'

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

/** A person's text as a quotation. */
export function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}

/** A diagram's text as a code block, to read and to copy. */
export function fenced(mermaid: string): string {
  return `\`\`\`mermaid\n${mermaid.trim()}\n\`\`\``
}

/** The most names that a card shows. */
const NAMES_SHOWN = 40

/** Names people without pinging them: the first ones, and the number of the rest. */
export function names(t: Translate, users: readonly UserRef[]): string {
  const shown = users.slice(0, NAMES_SHOWN).map(userToken).join(' ')
  const rest = users.length - NAMES_SHOWN
  return rest > 0 ? `${shown} ${t('list.more', { count: rest })}` : shown
}
