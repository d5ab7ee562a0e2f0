import { describe, expect, test } from 'vitest'
import { fileRef, type RawFile } from '../../../src/platforms/slack/files.ts'
import { forwardedIn } from '../../../src/platforms/slack/forwarded.ts'
import { richText } from '../../../src/platforms/slack/rich-text.ts'

const address = 'https://files.slack.com/files-pri/T1-F1/a.png'
const hosted: RawFile = { id: 'F1', name: 'a.png', mimetype: 'image/png', size: 9, url_private: address }

describe('a file', () => {
  test.each<[string, RawFile, object | undefined]>([
    ['hosted', hosted, { id: 'F1', name: 'a.png', mediaType: 'image/png', bytes: 9, url: address }],
    ['to download', { ...hosted, url_private_download: 'https://d' }, { url: 'https://d' }],
    ['deleted', { id: 'F1', mode: 'tombstone' }, undefined],
    ['without an id', { ...hosted, id: null }, undefined],
    ['a snippet', { ...hosted, name: 'Untitled', mode: 'snippet', filetype: 'text' }, { snippet: 'text' }],
    [
      'of Google Drive',
      { ...hosted, mode: 'external', url_private: 'https://docs.example' },
      { url: '', withheld: 'denied' },
    ],
    ['beyond the plan’s limit', { id: 'F1', mode: 'hidden_by_limit' }, { name: 'F1', withheld: 'denied' }],
    ['closed to the bot', { ...hosted, file_access: 'access_denied' }, { url: '', withheld: 'denied' }],
    ['not told yet', { id: 'F1', file_access: 'check_file_info' }, { url: '', withheld: 'denied' }],
    [
      'a canvas',
      { ...hosted, name: 'Plan', mimetype: 'text/plain', filetype: 'quip' },
      { mediaType: 'application/vnd.slack-docs' },
    ],
  ])('%s', (_, raw, expected) => {
    const [file] = fileRef(raw)
    if (expected === undefined) expect(file).toBeUndefined()
    else expect(file).toMatchObject(expected)
  })
})

describe('a forwarded message', () => {
  const share = { is_share: true, text: 'Of *elsewhere* &amp; more', fallback: '[July 1st] Ana: Of' }

  test.each<[string, unknown, boolean, readonly string[]]>([
    ['counts beside words', share, false, [share.text]],
    ['counts alone', share, true, [share.text]],
    [
      'that is the preview of an address does not',
      { ...share, is_share: false, is_msg_unfurl: true },
      false,
      [],
    ],
    [
      'that is a preview counts where nothing else is',
      { ...share, is_share: null, is_msg_unfurl: true },
      true,
      [share.text],
    ],
    ['of a website does not', { text: 'Example', title: 'Example', from_url: 'https://a.example' }, true, []],
    [
      'may tell its blocks only',
      {
        is_share: true,
        message_blocks: [
          {
            message: {
              blocks: [
                {
                  type: 'rich_text',
                  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a<b' }] }],
                },
              ],
            },
          },
        ],
      },
      true,
      ['a&lt;b'],
    ],
    [
      'may tell its fallback only',
      { is_share: true, fallback: '[July 1st] Ana: Of' },
      true,
      ['[July 1st] Ana: Of'],
    ],
    ['may be a file only', { is_share: true, fallback: 'x', files: [{ id: 'F1' }] }, true, ['']],
    ['without anything is none', { is_share: true }, true, []],
    ['of another shape is none', { is_share: true, text: 7 }, true, []],
    ['that is nothing is none', null, true, []],
  ])('%s', (_, attachment, alone, texts) => {
    expect(forwardedIn([attachment], alone).map(({ text }) => text)).toEqual(texts)
  })
})

test('typed text is written in Slack’s markup', () => {
  const section = (...elements: readonly object[]) => ({ type: 'rich_text_section', elements })
  const said = { type: 'text', text: 'a < b ' }
  const block = {
    type: 'rich_text',
    elements: [
      section(
        said,
        { type: 'link', url: 'https://a.example/?x&y', text: 'the paper' },
        { type: 'user', user_id: 'U1' },
      ),
      {
        type: 'rich_text_list',
        indent: 1,
        elements: [section({ type: 'text', text: 'one' }), section({ type: 'emoji', name: 'eyes' })],
      },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'A --> B' }] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said\nbefore' }] },
      section(
        { type: 'channel', channel_id: 'C1' },
        { type: 'broadcast', range: 'here' },
        { type: 'link', url: 'https://b' },
      ),
      { type: 'unheard of' },
      'none',
    ],
  }
  expect(richText([block])).toBe(
    [
      'a &lt; b <https://a.example/?x&amp;y|the paper><@U1>',
      '  • one\n  • :eyes:',
      '```\nA --&gt; B\n```',
      '&gt; said\n&gt; before',
      '<#C1>@here<https://b>',
      '\n',
    ].join('\n'),
  )
})
