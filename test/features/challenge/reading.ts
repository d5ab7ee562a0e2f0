import type { Form, Message } from '#bot'

/** All text of a message, tables and files included. */
export function readable(message: Message): string {
  const blocks = message.blocks.map((block) => JSON.stringify(block))
  return [message.summary, ...blocks].join('\n')
}

/** The labels of a message's buttons. */
export function labels(message: Message | Form | undefined): readonly string[] {
  if (!message || !('blocks' in message)) return []
  return message.blocks.flatMap((block) =>
    block.type === 'buttons' ? block.buttons.map(({ label }) => label) : [],
  )
}
