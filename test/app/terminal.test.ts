import { describe, expect, test } from 'vitest'
import { createLog } from '../../src/app/log.ts'
import { readableLines, sayAddress, terminalOf } from '../../src/app/terminal.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'

const ADDRESS = 'http://127.0.0.1:3000/playground/'
const texts = loadTexts()

function recorded() {
  const written: string[] = []
  return { written, write: (text: string) => written.push(text) }
}

describe('a terminal', () => {
  test('is one where the output is a TTY, and a file or pipe is none', () => {
    const stream = recorded()
    expect(terminalOf({ ...stream, isTTY: true })).toBeDefined()
    expect(terminalOf({ ...stream, isTTY: false })).toBeUndefined()
    expect(terminalOf(stream)).toBeUndefined()
  })

  test('gets the log as lines of text, with secrets left out as elsewhere', async () => {
    const terminal = recorded()
    const log = createLog('info', await readableLines(terminal, false))
    log.info({ platforms: ['playground'], token: 'xoxb-secret' }, 'ready')
    const [line = ''] = terminal.written
    expect(line).toMatch(
      /^\[\d\d:\d\d:\d\d\] INFO: ready \{"platforms":\["playground"\],"token":"\[Redacted\]"\}\n$/u,
    )
  })

  test.each([
    ['en-GB', `Open ${ADDRESS} to try it`],
    ['en-US-u-va-posix', `Open ${ADDRESS} to try it`],
    ['de-DE', `Open ${ADDRESS} to try it`],
    ['zh-CN', `打开 ${ADDRESS}`],
    ['zh-TW', `開啟 ${ADDRESS}`],
  ])('of a system that speaks %s is told where the playground is', (locale, sentence) => {
    const terminal = recorded()
    sayAddress(terminal, texts, locale, ADDRESS)
    expect(terminal.written.join('')).toContain(sentence)
  })
})
