/** Keeps a text from being read as Slack's markup, such as `<!channel>`. */
export function escapeText(text: string): string {
  if (!/[&<>]/u.test(text)) return text
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

/** The reverse of `escapeText`. */
export function unescapeText(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')
}
