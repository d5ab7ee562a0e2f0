import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../support/until.ts'
import { type Group, type GroupOptions, saying } from '../group/group.ts'
import { beforeCompletion, beforeSend } from '../group/kill-points.ts'
import { settled } from '../group/time.ts'
import { storedParts, storedVotes } from './answers.ts'
import { cardsIn, control, lobbyOf, openLobby, score, showsSeat, withButton } from './cards.ts'

const diagram = (from: string, to: string) => `\`\`\`mermaid\nflowchart LR\n  a[${from}] --> b[${to}]\n\`\`\``

/** The bot is killed at two points of its work on a mock. The drill kills it anywhere, and on Slack too. */
export function killsInMock(platform: string, open: (options: GroupOptions) => Promise<Group>): void {
  describe(`a mock on ${platform} whose bot is killed`, () => {
    let group: Group

    beforeAll(async () => {
      group = await open({ heading: 'Mock: ', ownProcess: true })
    })
    afterAll(() => group?.close())

    const diagrams = async () =>
      (await group.thread()).flatMap(({ files }) =>
        files.flatMap(({ name, alt }) => (name === 'diagram.png' ? [alt] : [])),
      )

    it('after the commit and before the send: everything is said, and once', async () => {
      const { ana, ben } = group.members
      await ben.steer(await openLobby(group), 'Interview')
      const lobby = await showsSeat(group, 'Interviewer', 'ben')
      await settled(group)
      const point = await beforeSend(group.db)
      await ana.steer(lobby, 'Start')
      await until(async () => (await group.db.sql`select 1 from mocks where phase = 'running'`).length === 1)
      await point.reached()
      await group.end()
      await point.release()
      await group.start()
      await withButton(group, 'Console')
      await saying(group, 'channel', 'Running in the thread')
      await settled(group)
      expect((await group.channel()).filter(({ text }) => text.includes('Mock: '))).toHaveLength(1)
      const thread = await group.thread()
      expect(thread.filter(({ text }) => text.includes('the floor is yours'))).toHaveLength(1)
      expect(cardsIn(thread)).toEqual(['Requirements'])
      expect((await lobbyOf(group)).buttons).toEqual([])
    })

    it('between the send and its completion: nothing is said twice, and what was written meanwhile is heard', async () => {
      const { ana, ben } = group.members
      await ana.say('written before')
      const edited = await ana.say('to be edited')
      const deleted = await ana.say('to be deleted')
      const filed = await ana.say('belongs to the model')
      await until(async () => (await storedParts(group)).length === 4)
      await settled(group)
      const point = await beforeCompletion(group.db)
      if (group.standsAlone) {
        await ana.say(diagram('Sent', 'Unheard'))
        await until(async () => (await diagrams()).length === 1)
      }
      const waiting = await ana.say(diagram('Waits', 'Unsent'))
      await until(async () => (await storedParts(group)).at(-1)?.id === waiting)
      await ben.steer(await withButton(group, 'Console'), 'Next stage')
      await until(async () => cardsIn(await group.thread()).includes('Metrics'))
      await point.reached()
      const known = (await storedParts(group)).length
      await group.end()
      if (group.standsAlone) {
        await ana.say('written meanwhile')
        await ana.rewrite(edited, 'edited meanwhile')
        await ana.remove(deleted)
        await ana.react(filed, '5️⃣')
        await ana.rewrite(waiting, diagram('Waits', 'Edited'))
        await ana.say(diagram('Written', 'Meanwhile'))
      }
      await point.release()
      await group.start()
      await withButton(group, 'Console')
      const stored = async () =>
        (await storedParts(group))
          .filter(({ text }) => !text.includes('mermaid'))
          .map(({ text, stage, filed: under }) => [text, stage, under])
      await expect.poll(stored).toEqual(
        group.standsAlone
          ? [
              ['written before', 0, null],
              ['edited meanwhile', 0, null],
              ['', 0, null],
              ['belongs to the model', 0, 4],
              ['written meanwhile', 1, null],
            ]
          : [
              ['written before', 0, null],
              ['to be edited', 0, null],
              ['to be deleted', 0, null],
              ['belongs to the model', 0, null],
            ],
      )
      await until(async () => (await storedParts(group)).length === known + (group.standsAlone ? 2 : 0))
      await settled(group)
      const drawn = group.standsAlone
        ? ['Sent → Unheard', 'Waits → Edited', 'Written → Meanwhile']
        : ['Waits → Unsent']
      await expect.poll(async () => (await diagrams()).toSorted()).toEqual(drawn)
      expect(cardsIn(await group.thread())).toEqual(['Requirements', 'Metrics'])
    })

    it('goes on to the scores, and nothing stands there twice', async () => {
      const { ben } = group.members
      await control(group, 'ben', 'Next stage', /3\/8 · Data/u)
      await ben.steer(await withButton(group, 'Console'), 'End')
      expect(await score(group, 'ben', { Data: '3' })).toContain('Counted 1 of 10')
      expect(await storedVotes(group)).toEqual([{ voter: ben.id, criterion: 'data', level: 3 }])
      await settled(group)
      // Each diagram has the same caption, and was counted above.
      const said = (await group.thread()).flatMap(({ author, text, files }) =>
        author === undefined && !text.includes('diagram') ? [JSON.stringify([text, files])] : [],
      )
      expect(new Set(said).size).toBe(said.length)
      expect(await group.violations()).toEqual([])
    })
  })
}
