import { ComponentType } from 'discord.js'
import { action, type Block, type Message } from '#bot'
import type { Wire } from '../../../src/platforms/discord/render.ts'
import { checkMessage } from '../../fakes/discord/limits-message.ts'

export const message = (...blocks: readonly Block[]): Message => ({ summary: 'Summary', blocks })
export const ada = { platform: 'discord', space: '1', user: '42' } as const
export const bob = { platform: 'discord', space: '1', user: '43' } as const
export const button = (label: string) => ({ label, action: action('press', label) })
export const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`).join(' ')

/** The text of a card, in order. */
export function texts(wire: Wire): string[] {
  const walk = (parts: readonly { type: number; content?: string; components?: never[] }[]): string[] =>
    parts.flatMap((part) =>
      part.type === ComponentType.TextDisplay ? [part.content ?? ''] : walk(part.components ?? []),
    )
  return walk((wire.body.components ?? []) as never[])
}

export function accepted(wires: readonly Wire[]): void {
  for (const { body, files } of wires) {
    const uploads = files.map((file, index) => ({
      field: `files[${index}]`,
      name: file.name,
      mediaType: '',
      data: file.data as Uint8Array,
    }))
    checkMessage({ ...body }, { files: uploads })
  }
}
