import { ComponentType } from 'discord.js'
import { describe, expect, test } from 'vitest'
import type { Block } from '#bot'
import { renderEdit } from '../../../src/platforms/discord/render.ts'
import { accepted, button, message, texts, words } from './wires.ts'

describe('edits', () => {
  test('always have components, so that any message can become any other', () => {
    const wire = renderEdit(message({ type: 'text', text: 'plain' }))
    expect(wire.body).toMatchObject({ content: null, embeds: [], attachments: [] })
    expect(wire.body.components).toEqual([{ type: ComponentType.TextDisplay, content: 'plain' }])
  })

  test('keep in a file what has no room, and the buttons', () => {
    const all = `${words(900)} end`
    const wire = renderEdit(
      message({ type: 'text', text: all }, { type: 'buttons', buttons: [button('Stay')] }),
    )
    expect(wire.files).toHaveLength(1)
    expect(Buffer.from(wire.files[0]?.data as Uint8Array).toString()).toBe(all)
    expect(JSON.stringify(wire.body.components)).toContain('Stay')
    accepted([{ ...wire, body: { ...wire.body, content: undefined } as never }])
  })

  test('show as much as has room, not only the heading', () => {
    const paragraphs = Array.from({ length: 30 }, (_, i) => `Paragraph ${i}: ${words(20)}`)
    const wire = renderEdit(
      message(
        { type: 'heading', text: 'Debrief' },
        { type: 'fields', fields: [{ name: 'Stage', value: 'Data' }] },
        { type: 'text', text: paragraphs.join('\n\n') },
        { type: 'divider' },
        { type: 'note', text: 'A note at the end' },
        { type: 'buttons', buttons: [button('Stay')] },
      ),
    )
    const read = texts(wire)
    expect(read.slice(0, 2)).toEqual(['## Debrief', '**Stage:** Data'])
    expect(read.at(-1)).toMatch(/^Paragraph 0: .*…$/s)
    expect(read.join('').length).toBeGreaterThan(3000)
    expect(read.join('').length).toBeLessThanOrEqual(4000)
    const whole = Buffer.from(wire.files[0]?.data as Uint8Array).toString()
    for (const part of ['Debrief', 'Paragraph 29', 'A note at the end']) expect(whole).toContain(part)
    expect(JSON.stringify(wire.body.components)).toContain('Stay')
    accepted([{ ...wire, body: { ...wire.body, content: undefined } as never }])
  })

  test('of more than a card holds stay within its limits', () => {
    const many = Array.from({ length: 45 }, (_, i): Block => ({ type: 'text', text: `Line ${i}` }))
    const rows = Array.from(
      { length: 12 },
      (_, i): Block => ({ type: 'buttons', buttons: [button(`B${i}`)] }),
    )
    const files = Array.from({ length: 12 }, (_, i): Block => ({ type: 'file', name: `${i}.md`, text: 'x' }))
    const wire = renderEdit(message(...many, ...files, ...rows))
    expect(JSON.stringify(wire.body.components)).toMatch(/Line 0.*text\.md.*B11/s)
    expect(Buffer.from(wire.files.at(-1)?.data as Uint8Array).toString()).toContain('Line 44')
    accepted([{ ...wire, body: { ...wire.body, content: undefined } as never }])
  })
})
