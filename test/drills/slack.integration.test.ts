import { afterEach, beforeEach, expect, it } from 'vitest'
import { audit } from '../../drills/services/slack-audit.ts'
import { readBlocks } from '../../drills/services/slack-text.ts'
import { type FakeChannel, type FakeSlack, startFakeSlack } from '../fakes/slack/index.ts'
import { clientOf } from '../fakes/slack/test-app.ts'
import { until } from '../support/until.ts'

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })

it('reads blocks as the Markdown that they look like', () => {
  const text = readBlocks(
    [
      { type: 'header', text: { type: 'plain_text', text: '1/8 · Requirements' } },
      { type: 'section', text: mrkdwn('Ends at <!date^1700000000^{time}|22:13 UTC>. *Cover* Q&amp;A') },
      { type: 'section', fields: [mrkdwn('*Has scored*\n<@U1>, @ana of mock-1')] },
      {
        type: 'markdown',
        text: '| Criterion | Median | Votes |\n| --- | --- | --- |\n| Data | 3 | 2 |\n\n| Stage | Used |\n| --- | --- |\n| Data | 5 min |',
      },
    ],
    (read) => read.replace('@ana of mock-1', '<@U2>'),
  )
  expect(text.split('\n').filter(Boolean)).toEqual([
    '## 1/8 · Requirements',
    'Ends at <t:1700000000:t>. **Cover** Q&A',
    '**Has scored:** <@U1>, <@U2>',
    '**Data**',
    'Median: 3 · Votes: 2',
    '**Data**',
    'Used: 5 min',
  ])
})

let slack: FakeSlack
let room: FakeChannel
beforeEach(async () => {
  slack = await startFakeSlack({ shareDelayMs: 0 })
  room = slack.addChannel({ name: 'mock-1' })
})
afterEach(() => slack.stop())

/** Uploads a file as the bot does. @returns its id, and a function that shares it */
async function uploadTo(): Promise<{ id: string; show(): Promise<void> }> {
  const client = clientOf(slack)
  const { upload_url = '', file_id: id = '' } = await client.files.getUploadURLExternal({
    filename: 'design.png',
    length: 1,
  })
  await fetch(upload_url, { method: 'POST', body: 'x' })
  return {
    id,
    async show() {
      await client.files.completeUploadExternal({ files: [{ id }], channel_id: room.id })
      await until(() => room.messages.some(({ files }) => files.some((file) => file.id === id)))
    },
  }
}

async function post(...files: readonly string[]): Promise<void> {
  const payload = { key: '1.0', files: files.map((id) => ({ id, hash: 'h' })) }
  await clientOf(slack).chat.postMessage({
    channel: room.id,
    text: 'A design',
    metadata: { event_type: 'loopmate_delivery', event_payload: payload },
  })
}

const found = () => audit(slack, [room]).map(({ kind, what }) => `${kind}: ${what}`)

it('finds a picture that stands below its message', async () => {
  const { id, show } = await uploadTo()
  await post(id)
  expect(found()).toEqual([`lost: file ${id} stands nowhere`])
  await show()
  expect(found()).toEqual([])
})

it('finds a picture that no message knows of', async () => {
  const { id, show } = await uploadTo()
  await show()
  expect(found()).toEqual([`doubled: file ${id} (design.png) belongs to no message`])
})
