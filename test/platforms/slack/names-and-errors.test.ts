import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import { PlatformError } from '#bot'
import { emojiOf, nameOfEmoji } from '../../../src/platforms/slack/emoji.ts'
import { createSpeaking, toPlatformError } from '../../../src/platforms/slack/errors.ts'

describe('emoji', () => {
  test.each([
    ['one', '1️⃣'],
    ['seven', '7️⃣'],
    ['+1', '👍'],
    ['thumbsup', '👍'],
    ['thumbsup::skin-tone-3', '👍'],
    ['+1::skin-tone-6', '👍'],
    ['heart', '❤️'],
    ['juggling', '🤹'],
    ['woman-juggling', '🤹'],
    ['man-juggling::skin-tone-5', '🤹'],
    ['shopping_cart', '🛒'],
    ['man-juggling::skin-tone-5', '🤹'],
    ['juggling::skin-tone-2', '🤹'],
    ['white_check_mark', '✅'],
    ['tada', '🎉'],
  ])('%s', (name, emoji) => {
    expect(emojiOf(name)).toBe(emoji)
  })

  test.each(['partyparrot', '', 'one::skin', 'woman-', 'man-one-two', 'constructor'])(
    '%j has no meaning',
    (name) => {
      expect(emojiOf(name)).toBeUndefined()
    },
  )

  test.each([
    ['1️⃣', 'one'],
    ['1⃣', 'one'],
    ['👍', '+1'],
    ['👍🏽', '+1'],
    ['❤', 'heart'],
    ['🤹‍♀️', 'juggling'],
    ['🤹🏽‍♂️', 'juggling'],
    ['❤️', 'heart'],
  ])('%s is written as %s', (emoji, name) => {
    expect(nameOfEmoji(emoji)).toBe(name)
  })

  test('a written name is read back', () => {
    for (const emoji of ['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣', '6️⃣', '7️⃣', '👍', '❤️', '🎉', '👀', '🤔', '✅', '🙏', '😂'])
      expect(emojiOf(nameOfEmoji(emoji) ?? '')).toBe(emoji)
    expect(nameOfEmoji('🦄')).toBeUndefined()
  })
})

const slackSaid = (error: string, more: object = {}) =>
  new WebAPIPlatformError({ ok: false, error, response_metadata: {}, ...more })

describe('errors', () => {
  test.each([
    ['channel_not_found', 'gone'],
    ['message_not_found', 'gone'],
    ['is_archived', 'gone'],
    ['not_in_channel', 'forbidden'],
    ['missing_scope', 'forbidden'],
    ['restricted_action', 'forbidden'],
    ['cannot_dm_bot', 'forbidden'],
    ['ratelimited', 'later'],
    ['internal_error', 'later'],
    ['token_revoked', 'later'],
    ['account_inactive', 'later'],
    ['<html>Bad gateway</html>', 'later'],
    ['invalid_blocks', 'invalid'],
    ['something_new', 'invalid'],
  ])('%s is %s', (code, kind) => {
    expect(toPlatformError(slackSaid(code))).toMatchObject({ kind })
  })

  test('a sentence says what to do where something can be done', () => {
    expect(toPlatformError(slackSaid('not_in_channel')).message).toContain('/invite @Loopmate')
    expect(toPlatformError(slackSaid('missing_scope', { needed: 'files:write' })).message).toContain(
      'files:write',
    )
    expect(toPlatformError(slackSaid('<html>secret</html>')).message).not.toContain('secret')
  })

  test('waiting times, unreachable addresses, and what cannot be drawn', () => {
    expect(toPlatformError(new WebAPIRateLimitedError(30))).toMatchObject({
      kind: 'later',
      retryAfter: 30_000,
    })
    expect(toPlatformError(new WebAPIHTTPError(502, 'Bad Gateway', {}, 'secret'))).toMatchObject({
      kind: 'later',
      message: 'Slack answered 502.',
    })
    expect(toPlatformError(new WebAPIRequestError(new Error('no route')))).toMatchObject({ kind: 'later' })
    expect(toPlatformError(new RangeError('too long'))).toMatchObject({ kind: 'invalid' })
    const own = new PlatformError('gone', 'x')
    expect(toPlatformError(own)).toBe(own)
  })

  test('a refused token is noticed, whatever was being done', async () => {
    let refused = 0
    const speaking = createSpeaking(() => {
      refused++
    })
    const saying = (error: unknown) => speaking(() => Promise.reject(error))
    await expect(saying(slackSaid('token_revoked'))).rejects.toMatchObject({ kind: 'later' })
    await expect(saying(slackSaid('is_archived'))).rejects.toMatchObject({ kind: 'gone' })
    expect(refused).toBe(1)
  })
})
