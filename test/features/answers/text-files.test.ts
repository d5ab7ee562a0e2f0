import { describe, expect, it } from 'vitest'
import { type FileRef, PlatformError, type SeenMessage } from '#bot'
import { NotYet } from '../../../src/durable/attempts.ts'
import { readFiles } from '../../../src/features/answers/text-files.ts'
import { HOUR } from '../../../src/kit/durations.ts'
import { manualClock } from '../../support/clock.ts'
import { scriptedPlatform } from '../../support/scripted-platform.ts'

const ref = { platform: 'discord', space: 's', channel: 'c', thread: 't', message: 'm' } as const

type Sent = Uint8Array | string | PlatformError

const file = (name: string, more: Partial<FileRef> = {}): FileRef => ({
  id: name,
  name,
  bytes: 1,
  url: 'x:',
  ...more,
})

/** Reads a message with these files. @param sent what the platform sends for each, by its name */
function read(files: readonly FileRef[], sent: Readonly<Record<string, Sent>>, passed = 0) {
  const platform = {
    ...scriptedPlatform('discord'),
    async download({ name }: FileRef, maxBytes: number) {
      const bytes = sent[name] ?? expect.unreachable(`${name} is not to be fetched`)
      if (bytes instanceof Error) throw bytes
      const data = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
      if (data.length > maxBytes) throw new PlatformError('invalid', 'too large')
      return data
    },
  }
  const message: Pick<SeenMessage, 'ref' | 'files' | 'at'> = { ref, files, at: 0 }
  return readFiles({ platforms: new Map([['discord', platform]]), clock: manualClock(passed) }, message)
}

const textOf = async (name: string, bytes: Sent, more: Partial<FileRef> = {}) => {
  const { texts } = await read([file(name, more)], { [name]: bytes })
  return texts.map((each) => ('text' in each ? each.text : each.unread))
}

describe('the text of a file', () => {
  it.each<[string, Sent, string]>([
    ['message.txt', 'A long paste\n', 'A long paste'],
    ['message.txt', '\uFEFFwith a mark', 'with a mark'],
    ['notes.md', Buffer.from('\uFEFFWindows Notepad: 回答', 'utf16le'), 'Windows Notepad: 回答'],
    ['notes.md', Buffer.from('\uFEFFbig end', 'utf16le').swap16(), 'big end'],
    ['notes.txt', '', ''],
    ['chart.mmd', 'flowchart LR\nA --> B', '```mermaid\nflowchart LR\nA --> B\n```'],
    ['chart.mermaid', '```mermaid\npie\n```', '```mermaid\npie\n```'],
  ])('%s: %j', async (name, bytes, text) => {
    expect(await textOf(name, bytes)).toEqual([text])
  })

  it('is code where a snippet is', async () => {
    expect(await textOf('Untitled', 'x = 1', { snippet: 'python' })).toEqual(['```python\nx = 1\n```'])
    expect(await textOf('Untitled', '# Data', { snippet: 'markdown' })).toEqual(['# Data'])
  })

  it('comes in the order of the files, and others are not fetched', async () => {
    const files = ['a.txt', 'b.pdf', 'c.md'].map((name) => file(name))
    const { texts, others } = await read(files, { 'a.txt': 'one', 'c.md': 'two' })
    expect(texts.map((each) => 'text' in each && each.text)).toEqual(['one', 'two'])
    expect(others.map(({ name }) => name)).toEqual(['b.pdf'])
  })
})

describe('a file that can’t be read', () => {
  it.each<[string, Sent, string]>([
    ['gbk', Uint8Array.of(0xbb, 0xd8, 0xb4, 0xf0), 'file.notText'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0), 'file.notText'],
    ['half of a pair in UTF-16', Uint8Array.of(0xff, 0xfe, 0x3d, 0xd8), 'file.notText'],
    ['deleted', new PlatformError('gone', ''), 'file.gone'],
    ['closed to the bot', new PlatformError('forbidden', ''), 'file.denied'],
    ['too large', new Uint8Array(8 * 1024 * 1024 + 1), 'file.tooManyBytes'],
  ])('%s: %s', async (name, bytes, key) => {
    expect(await textOf(`${name}.txt`, bytes)).toMatchObject([{ key, params: { name: `${name}.txt` } }])
  })

  it('and is withheld for good is not asked for', async () => {
    const { texts } = await read([file('a.md', { withheld: 'denied' })], {})
    expect(texts).toMatchObject([{ unread: { key: 'file.denied', params: { name: 'a.md' } } }])
  })

  it('is tried again while it may come, for an hour', async () => {
    const away = { 'a.md': new PlatformError('later', 'the service is busy') }
    await expect(read([file('a.md')], away)).rejects.toBeInstanceOf(NotYet)
    await expect(read([file('x', { withheld: 'unknown' })], {})).rejects.toBeInstanceOf(NotYet)
    const { texts } = await read([file('a.md')], away, HOUR)
    expect(texts).toMatchObject([{ unread: { key: 'file.gone' } }])
    expect(await read([file('x', { withheld: 'unknown' })], {}, HOUR)).toMatchObject({ texts: [] })
  })
})
