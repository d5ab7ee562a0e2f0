import { describe, expect, it } from 'vitest'
import type { FormField } from '#bot'
import { createServer } from '../../../../src/platforms/playground/page/api.ts'
import {
  loadDraft,
  type Notes,
  notesIn,
  saveDraft,
} from '../../../../src/platforms/playground/page/drafts.ts'
import {
  faultOfChosen,
  firstValues,
  isCards,
  lettersLeft,
  problemsOf,
} from '../../../../src/platforms/playground/page/form-rules.ts'
import { HUES, hueOf, initials } from '../../../../src/platforms/playground/page/initials.ts'
import { readView, viewHash } from '../../../../src/platforms/playground/page/view-address.ts'
import type { PageKey, PageSentence, Words } from '../../../../src/platforms/playground/page/words.ts'

function memory(): Notes & Readonly<{ held: Map<string, string> }> {
  const held = new Map<string, string>()
  const storage = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  }
  return { ...notesIn(() => storage), held }
}

describe('drafts', () => {
  const file = { id: 'f1', name: 'a.png', mediaType: 'image/png', bytes: 3, url: '/playground/files/f1' }

  it('are kept for a person and a place, and leave nothing behind when empty', () => {
    const notes = memory()
    saveDraft(notes, 'ana', 'c1', { text: 'half a tho', files: [file] })
    expect(loadDraft(notes, 'ana', 'c1')).toEqual({ text: 'half a tho', files: [file] })
    expect(loadDraft(notes, 'ben', 'c1')).toEqual({ text: '', files: [] })
    saveDraft(notes, 'ana', 'c1', { text: '', files: [] })
    expect(notes.held.size).toBe(0)
  })

  it.each(['', '{', 'null', '7', '{"text":5,"files":{}}', '{"files":[{"id":1}]}'])(
    'survive %j in the storage',
    (text) => {
      const notes = memory()
      notes.held.set('loopmate.draft.ana.c1', text)
      expect(loadDraft(notes, 'ana', 'c1')).toEqual({ text: '', files: [] })
    },
  )

  it('do without a storage that refuses', () => {
    const notes = notesIn(() => {
      throw new Error('denied')
    })
    saveDraft(notes, 'ana', 'c1', { text: 'x', files: [] })
    expect(loadDraft(notes, 'ana', 'c1').text).toBe('')
  })
})

describe('initials', () => {
  it.each([
    ['Ana Lindqvist', 'AL'],
    ['ben', 'B'],
    ['蔡明轩', '蔡'],
    ['<b>x</b>', '<B'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧F'],
    ['\u202Egnp', 'G'],
    ['', ''],
  ])('of %j', (name, expected) => {
    expect(initials(name)).toBe(expected)
  })

  it('have a colour of few', () => {
    for (const id of ['ana', 'ben', '', '蔡']) expect(hueOf(id)).toBeLessThan(HUES)
    expect(hueOf('ana')).toBe(hueOf('ana'))
  })
})

describe('a form', () => {
  const base = { id: 'f', label: 'L', required: true }
  const text: FormField = { ...base, kind: 'text', multiline: false, maxLength: 100 }
  const choice = (count: number, described: boolean): FormField => ({
    ...base,
    kind: 'choice',
    choices: Array.from({ length: count }, (_, n) => ({
      value: `${n}`,
      label: `${n}`,
      ...(described && { description: 'd' }),
    })),
  })

  it('shows few described choices as cards', () => {
    expect([
      isCards(choice(5, true)),
      isCards(choice(6, true)),
      isCards(choice(3, false)),
      isCards(text),
    ]).toEqual([true, false, false, false])
  })

  it('begins with what stands in it', () => {
    expect(
      firstValues([
        { ...text, value: 'a' },
        { ...text, id: 'g' },
      ]),
    ).toEqual({ f: 'a' })
  })

  it('says what is missing and what is too long', () => {
    expect([...problemsOf([text], {})]).toEqual([['f', 'missing']])
    expect([...problemsOf([text], { f: '  ' })]).toEqual([['f', 'missing']])
    expect([...problemsOf([text], { f: 'x'.repeat(101) })]).toEqual([['f', 'tooLong']])
    expect([...problemsOf([text, { ...text, id: 'g', required: false }], { f: 'x' })]).toEqual([])
  })

  it('holds a file against what its field takes', () => {
    const field: Extract<FormField, { kind: 'file' }> = {
      ...base,
      kind: 'file',
      accept: ['.md', '.txt'],
      maxBytes: 10,
    }
    const fault = (name: string, size: number) => faultOfChosen(field, { name, size })
    expect([
      fault('a.md', 10),
      fault('A.TXT', 0),
      fault('a.md', 11),
      fault('a.md.exe', 1),
      fault('md', 1),
    ]).toEqual([undefined, undefined, 'fileSize', 'fileType', 'fileType'])
    expect([...problemsOf([field], {})]).toEqual([['f', 'missing']])
  })

  it('counts when the end is near', () => {
    expect([10, 79, 80, 101].map((length) => lettersLeft(text, 'x'.repeat(length)))).toEqual([
      undefined,
      undefined,
      20,
      -1,
    ])
  })
})

describe('the place that is looked at', () => {
  it('stands in the address', () => {
    expect(readView(viewHash({ channel: 'a/b c', thread: '7' }))).toEqual({
      channel: 'a/b c',
      thread: '7',
      message: null,
      panel: 'thread',
    })
    const nothing = { channel: '', thread: null, message: null, panel: 'channel' }
    expect(readView('')).toEqual(nothing)
    expect(readView('#%E0%A4%A/')).toEqual(nothing)
  })

  it.each([
    { channel: 'c', thread: null, message: '8', panel: 'channel' },
    { channel: 'c', thread: '7', message: '8/9', panel: 'thread' },
    { channel: 'c', thread: '7', message: null, panel: 'thread' },
    { channel: 'c', thread: null, message: null, panel: 'channel' },
  ] as const)('may be one message: %o', (view) => {
    expect(readView(viewHash(view))).toEqual(view)
  })
})

describe('requests', () => {
  const t: Words = (said: PageKey | PageSentence, ...[params]: readonly [] | readonly [object]) =>
    `${typeof said === 'string' ? said : said.key} ${JSON.stringify(params ?? {})}`
  const ask = (fetching: typeof fetch) =>
    createServer('/playground/', () => ({ as: 'ana', locale: 'zh', t }), fetching)

  it('say whose they are and in which language', async () => {
    const seen: unknown[] = []
    const server = ask(async (url, init) => {
      seen.push(url, init?.method, JSON.parse(String(init?.body)))
      return Response.json({ id: '5' })
    })
    expect(await server.call('say', { channel: 'c1', thread: null, text: 'hi', files: [] })).toEqual({
      ok: true,
      value: { id: '5' },
    })
    expect(seen).toEqual([
      '/playground/api/say',
      'POST',
      { channel: 'c1', thread: null, text: 'hi', files: [], as: 'ana', locale: 'zh' },
    ])
  })

  it('fail with a sentence: the server’s, or one of ours', async () => {
    const failing = (response: () => Promise<Response>) => ask(response).call('speed', { speed: 10 })
    expect(await failing(async () => Response.json({ say: 'Gone.' }, { status: 404 }))).toEqual({
      ok: false,
      say: 'Gone.',
    })
    expect(await failing(async () => new Response('<h1>', { status: 502 }))).toEqual({
      ok: false,
      say: 'error.status {"status":502}',
    })
    expect(await failing(() => Promise.reject(new TypeError('failed to fetch')))).toEqual({
      ok: false,
      say: 'error.unreachable {}',
    })
  })
})
