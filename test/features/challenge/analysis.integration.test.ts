import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { latestVersion } from '../../../src/features/challenge/store/submissions.ts'
import { type ChallengeFixture, openChallengeFixture } from './fixture.ts'
import { helpersOf } from './helpers.ts'

let fixture: ChallengeFixture

beforeAll(async () => {
  fixture = await openChallengeFixture()
})
afterAll(() => fixture?.close())

const { posts, fileOf, words } = helpersOf(() => fixture)

const DATA = `data:image/png;base64,${'A'.repeat(600_000)}`
const EXPORT = `# **Design**

## **1\\. Requirements** {#requirements}

Block within 100 ms.

![][image1]

\`\`\`flowchart
  A[one] --> B[two]\`\`\`

## **2\\. Metrics**

Precision.

[image1]: <${DATA}>
`

/** The thread is deleted, so that all answers are posted again. */
async function loseThread(id: string) {
  await fixture.challenges.onGone(await fixture.threadOf(id))
  await fixture.sent()
}

describe('what is found in an answer', () => {
  it('is stored with it, shown, and not looked for again', async () => {
    const id = await fixture.open()
    const submission = await fixture.handIn('ida', id, '## 1. Goals\nFirst words.\n\n## 2. KPIs\nx')
    const { db } = fixture.database
    const stored = await latestVersion(db, submission)
    expect(stored?.analysis).toMatchObject({
      stages: [0, 1],
      diagrams: 0,
      drawn: [],
      excerpt: 'First words.\nx',
    })
    expect(posts('First words.').map(words).join()).toContain('Requirements, Metrics')
    await fixture.database.sql`
      update submission_versions set analysis = jsonb_set(analysis, '{excerpt}', '"As it was stored"')`
    await loseThread(id)
    expect(posts('As it was stored')).toHaveLength(1)
  })

  it('is made for an answer that a version without it stored, once, when it is shown', async () => {
    const id = await fixture.open()
    const submission = await fixture.handIn('kim', id, '## 3. Data\nFrom before.\n\n## 4. Features\ny')
    await fixture.database.sql`
      update submission_versions set analysis = null where submission_id = ${submission}::uuid`
    await loseThread(id)
    expect(posts('From before.')).toHaveLength(2)
    const { db } = fixture.database
    expect((await latestVersion(db, submission))?.analysis).toMatchObject({ rules: 1, stages: [2, 3] })
  })

  it('has no pictures from an export, and its author is told so, by file and by message', async () => {
    const id = await fixture.open()
    const file = fileOf('export.md', EXPORT)
    const said = await fixture.submit('leo', { name: 'challenge.file-sent', args: [id] }, {}, { file })
    expect(words(said)).toMatch(/1 picture/u)
    await fixture.sent()
    const [post] = posts('Block within 100 ms.')
    expect(words(post)).toMatch(/diagrams: 1\b.*Requirements, Metrics/su)
    expect(JSON.stringify(post)).not.toContain('base64')

    await fixture.say('mia', id, 'answer:', fixture.clock.now(), 'as file', [fileOf('mine.md', EXPORT)])
    expect(fixture.told('mia').map(({ summary }) => summary)).toEqual([expect.stringMatching(/1 picture/u)])
    expect(posts('Block within 100 ms.')).toHaveLength(2)
  })
})
