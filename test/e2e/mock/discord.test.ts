import { expect } from 'vitest'
import { openDiscordGroup } from '../group/discord.ts'
import { saying } from '../group/group.ts'
import { killsInMock } from './kills.ts'
import { mockStory } from './story.ts'

mockStory('Discord', openDiscordGroup, {
  async afterReveal(group) {
    const { text } = await saying(group, 'thread', 'Debrief: Fraud Detection')
    expect(text.indexOf('**Data**\n')).toBeLessThan(text.indexOf('**Model**\n'))
    const filesOf = async (says: string) =>
      (await saying(group, 'thread', says)).files.map(({ name }) => name)
    expect(await filesOf('A worked design')).toEqual(['fraud-detection.en.md'])
    expect(await filesOf('Its diagrams')).toEqual([
      'fraud-detection-1.png',
      'fraud-detection-2.png',
      'fraud-detection.en.diagrams.md',
    ])
    expect(await filesOf('The rubric in full')).toEqual(['rubric.en.md'])
  },
  secrets: ({ stage }) => [stage.discord.token],
})

killsInMock('Discord', openDiscordGroup)
