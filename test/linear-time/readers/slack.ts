import {
  actionIdOf,
  drawOptions,
  mrkdwn,
  pieces,
  plain,
  section,
} from '../../../src/platforms/slack/blocks.ts'
import { parseCommand } from '../../../src/platforms/slack/command-line.ts'
import { emojiOf, nameOfEmoji } from '../../../src/platforms/slack/emoji.ts'
import { escapeText, unescapeText } from '../../../src/platforms/slack/escape.ts'
import { fileRef } from '../../../src/platforms/slack/files.ts'
import { forwardedIn } from '../../../src/platforms/slack/forwarded.ts'
import { isWritten } from '../../../src/platforms/slack/messages.ts'
import { drawLine, quoteIn } from '../../../src/platforms/slack/mrkdwn-line.ts'
import { mentionsIn, readText } from '../../../src/platforms/slack/read-text.ts'
import { languageIn } from '../../../src/platforms/slack/relative-time.ts'
import { inkFor, leadsSomewhere, render, renderEdit, usersIn } from '../../../src/platforms/slack/render.ts'
import { richText } from '../../../src/platforms/slack/rich-text.ts'
import { readValues, refill } from '../../../src/platforms/slack/submission.ts'
import { drawTable, stackTable } from '../../../src/platforms/slack/table.ts'
import * as text from '../../../src/platforms/slack/text.ts'
import { drawForm, drawHome, drawRefused, drawSaid } from '../../../src/platforms/slack/views.ts'
import { readChannel } from '../../../src/platforms/slack/window-channel.ts'
import { FORM, NESTED, PLAIN } from './definitions.ts'
import { PLACE, SCENE, T } from './fixtures.ts'
import { blocksOf, saying } from './platforms.ts'
import { readersOf } from './reader.ts'

const ink = inkFor(SCENE, 'anybody')
/** Marks that begin code, links and lists of a text to be drawn. */
const STARTS = ['```\n', 'a\n~~~', '## ', '**', '[a](https://a', '> - '] as const
const table = (of: string) => ({ type: 'table', columns: ['A', of], rows: [[of, of]] }) as const

export const SLACK_READERS = [
  ...readersOf('src/platforms/slack/read-text.ts', {
    mentionsIn: [mentionsIn, '<@U|'],
    readText: [(of) => readText(of, () => undefined), '```', '<https://a|', '<https://a|[', '<a', '&lt;'],
  }),
  ...readersOf('src/platforms/slack/messages.ts', {
    isWritten: (of) => isWritten({ subtype: of }),
  }),
  ...readersOf('src/platforms/slack/files.ts', {
    fileRef: (of) => fileRef({ id: of, name: of, title: of, mimetype: of, url_private: of }),
  }),
  ...readersOf('src/platforms/slack/forwarded.ts', {
    forwardedIn: (of) => forwardedIn([{ is_share: true, text: of, files: [{ name: of }] }], true),
  }),
  ...readersOf('src/platforms/slack/rich-text.ts', {
    richText: (of) =>
      ['text', 'link', 'emoji'].map((type) =>
        richText([
          {
            type: 'rich_text',
            elements: [{ type: 'rich_text_quote', elements: [{ type, text: of, url: of, name: of }] }],
          },
        ]),
      ),
  }),
  ...readersOf('src/platforms/slack/command-line.ts', {
    parseCommand: [(of) => [parseCommand(PLAIN, of), parseCommand(NESTED, of)], 'problem:', '"', '<#C|'],
  }),
  ...readersOf('src/platforms/slack/emoji.ts', { emojiOf: [emojiOf, 'wave::skin-tone-'], nameOfEmoji }),
  ...readersOf('src/platforms/slack/submission.ts', {
    readValues: (of) => readValues({ block: { text: { value: of } } }),
    refill: (of) => refill(drawForm(FORM, PLACE, ink, T).blocks as never, { text: of }),
  }),
  ...readersOf('src/platforms/slack/window-channel.ts', {
    readChannel: [(of) => readChannel(of, 'T', PLACE), '{"c":"'],
  }),
  ...readersOf('src/platforms/slack/escape.ts', { escapeText, unescapeText: [unescapeText, '&lt;'] }),
  ...readersOf('src/platforms/slack/mrkdwn-line.ts', { quoteIn, drawLine: [drawLine, ...STARTS] }),
  ...readersOf('src/platforms/slack/text.ts', {
    drawPlain: [(of) => text.drawPlain(of, ink), '⟦user '],
    drawMrkdwn: [(of) => text.drawMrkdwn(of, ink, 3000), ...STARTS],
    drawMarkdown: [(of) => text.drawMarkdown(of, ink, 9000), ...STARTS],
  }),
  ...readersOf('src/platforms/slack/blocks.ts', {
    pieces: (of) => blocksOf(of).map((block) => pieces(block, ink, 'message')),
    actionIdOf,
    mrkdwn,
    plain: (of) => plain(of, 100),
    drawOptions: (of) => drawOptions([{ value: 'a', label: of, description: of }]),
    section,
  }),
  ...readersOf('src/platforms/slack/table.ts', {
    drawTable: (of) => drawTable(table(of), ink, 9000),
    stackTable: (of) => stackTable(table(of)),
  }),
  ...readersOf('src/platforms/slack/render.ts', {
    inkFor: (of) => {
      const drawn = inkFor({ ...SCENE, nameOf: () => of }, new Set())
      return [drawn.name('U'), drawn.person('U'), ink.person(of), ink.relative(0, of)]
    },
    usersIn: [(of) => usersIn(saying(of)), '⟦user '],
    leadsSomewhere: (of) => leadsSomewhere(saying(of)),
    render: (of) => render(saying(of), SCENE),
    renderEdit: (of) => renderEdit(saying(of), SCENE),
  }),
  ...readersOf('src/platforms/slack/relative-time.ts', { languageIn }),
  ...readersOf('src/platforms/slack/views.ts', {
    drawSaid: (of) => drawSaid([saying(of)], PLACE, ink, T),
    drawHome: (of) => drawHome(saying(of), ink),
    drawForm: (of) => drawForm({ ...FORM, title: of, intro: of }, PLACE, ink, T),
    drawRefused: (of) =>
      drawRefused(
        { callbackId: 'a', title: plain('T', 24), submit: plain('S', 24), blocks: [] },
        [saying(of)],
        PLACE,
        ink,
        T,
      ),
  }),
]
