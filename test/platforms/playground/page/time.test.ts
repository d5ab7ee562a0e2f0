import { describe, expect, it } from 'vitest'
import en from '../../../../content/locales/en.json' with { type: 'json' }
import zh from '../../../../content/locales/zh.json' with { type: 'json' }
import { botNow, formatRelative } from '../../../../src/platforms/playground/page/time.ts'
import { wordsOf } from '../../../../src/platforms/playground/page/words.ts'

const english = wordsOf(en.playground.page, 'en')
const chinese = wordsOf(zh.playground.page, 'zh')
const S = 1000
const H = 3600 * S

describe('a relative time', () => {
  it.each([
    [272 * S, 'in 4:32', '4 分 32 秒后'],
    [60 * S, 'in 1:00', '1 分 0 秒后'],
    [5 * S, 'in 0:05', '5 秒后'],
    [4200, 'in 0:05', '5 秒后'],
    [H + 62 * S, 'in 1:01:02', '1 小时 1 分 2 秒后'],
    [0, 'now', '现在'],
    [-400, 'now', '现在'],
    [-12 * S, '12 seconds ago', '12秒钟前'],
    [-300 * S, '5 minutes ago', '5分钟前'],
    [-2 * H, '2 hours ago', '2小时前'],
    [50 * H, 'in 2 days', '2天后'],
    [7 * 24 * H - S, 'in 7 days', '7天后'],
    [-47 * H, '1 day ago', '1天前'],
    [-50 * H, '2 days ago', '2天前'],
  ])('%i ms away', (distance, inEnglish, inChinese) => {
    const now = Date.UTC(2026, 4, 3, 14, 5)
    expect(formatRelative(now + distance, now, english, 'en-GB')).toBe(inEnglish)
    expect(formatRelative(now + distance, now, chinese, 'zh-CN')).toBe(inChinese)
  })
})

describe('bot time', () => {
  it('runs at its speed from its anchor, by the clock of the server', () => {
    const clock = { real: 10_000, bot: 1_000_000, speed: 60, changeable: true }
    expect(botNow(clock, 0, 10_000)).toBe(1_000_000)
    expect(botNow(clock, 0, 11_000)).toBe(1_060_000)
    // This browser's clock is 5 s behind the server's.
    expect(botNow(clock, 5000, 6000)).toBe(1_060_000)
  })
})
