import { until } from '../../support/until.ts'
import { openSlackGroup, type SlackGroup } from '../group/slack.ts'
import { type Extras, mockStory } from './story.ts'

const extras: Extras<SlackGroup> = {
  async whileSealed({ people: { ana } }) {
    ana.openHome()
    await until(() => ana.home?.text.includes('Waiting for your score'))
  },
  async afterReveal({ people: { ana } }) {
    ana.openHome()
    await until(() => ana.home?.text.includes('Your latest results'))
  },
  secrets: ({ stage: { slack } }) => [slack.botToken, slack.appToken, slack.signingSecret],
}

for (const mode of ['socket', 'http'] as const)
  mockStory(`Slack (${mode})`, (options) => openSlackGroup(mode, options), extras)
