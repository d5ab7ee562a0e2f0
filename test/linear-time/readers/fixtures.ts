import type { ChannelRef } from '#bot'
import type { View } from '../../../src/features/challenge/view.ts'
import type { Scene } from '../../../src/platforms/slack/render.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { content as ourContent } from '../../support/content.ts'

export const TEXTS = loadTexts()
export const T = TEXTS.in('en')
export const CONTENT = ourContent
export const PLACE: ChannelRef = { platform: 'slack', space: 'T', channel: 'C' }
export const VIEWER = { person: 'ana', channels: ['general'], place: PLACE }

/** A channel on Slack where Ana is known by name. */
export const SCENE: Scene = {
  workspace: 'https://study.slack.com/',
  nameOf: (user) => (user === 'UANA' ? 'Ana' : undefined),
  translate: TEXTS.in,
  now: Date.UTC(2026, 0, 1, 12),
}

/** A running challenge. */
export const CHALLENGE: View = {
  challenge: {
    id: 'c',
    groupId: 'g',
    scheduleId: 's',
    channel: PLACE,
    problem: 'fraud-detection',
    own: null,
    language: 'en',
    blind: false,
    postedAt: 0,
    phase: 'open',
    deadlineAt: 1e12,
    dueAt: 1e12,
    reminders: [],
    closedAt: null,
    reopened: 0,
  } as unknown as View['challenge'],
  content: CONTENT,
  problem: { title: 'P', brief: '', keyChallenges: [], mustDiscuss: [], body: '', diagrams: [] },
  t: T,
  readsMessages: true,
}
