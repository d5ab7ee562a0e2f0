import type { Name } from '../group/group.ts'
import {
  type Action,
  answersAloud,
  handsIn,
  reacts,
  rewrites,
  scores,
  sendsFile,
  takesBack,
  writes,
} from './actions.ts'

/** A Sunday. */
export const SUNDAY = '2026-03-22T12:00:00Z'
/** Monday, 18:00 in Berlin, in winter time. */
export const MONDAY = Date.parse('2026-03-23T17:00:00Z')
/** Six days later at 18:00, in summer time. */
export const DEADLINE = Date.parse('2026-03-29T16:00:00Z')
export const NEXT = Date.parse('2026-03-30T16:00:00Z')

/** Part of each answer, which no log may hold. */
export const WRITTEN = 'three-tower retrieval'
const BOARD = '```mermaid\nflowchart LR\n  gateway --> score\n```'
const REQUIREMENTS = `Block fraud within 100 ms, ${WRITTEN} left aside.`
const DATA = 'Chargebacks arrive after 45 days; analysts label 2,000 a day.'
const MODEL = 'A cascade: rules, then a model.'
const FILE = `## Requirements\n\n${WRITTEN}: 3,000 decisions a second.\n\n## Serving\n\n${BOARD}`
const SPOKEN = `${WRITTEN}: precision at the alert budget, and a holdout of 1%.`

/** They answer in time; Ben only reviews. */
export const AUTHORS: readonly Name[] = ['ana', 'cai', 'dee', 'olga']

export const ACTIONS: readonly Action[] = [
  writes('ana', 'Requirements', REQUIREMENTS),
  writes('ana', 'Data', DATA),
  handsIn('ana', { '1. Requirements': REQUIREMENTS, '3. Data': DATA }),
  sendsFile('cai', FILE),
  sendsFile('dee', `${FILE}\n\n## Monitoring\n\nDrift by PSI.`),
  answersAloud('olga', SPOKEN),
  scores('ana', 'cai', { Requirements: '3', Data: '2', Comment: 'Say where labels come from.' }),
  reacts('ben', 'olga', '3️⃣', '🎯', '👍'),
  reacts('cai', 'ana', '4️⃣', '🏢'),
  reacts('ana', 'ana', '4️⃣'),
  scores('cai', 'ana', { Requirements: '4', Data: '3', Model: '2' }),
  takesBack('dee'),
  sendsFile('dee', `${FILE}\n\n## Monitoring\n\nDrift by PSI, weekly.`),
  writes('ana', 'Model', MODEL),
  handsIn('ana', { '1. Requirements': REQUIREMENTS, '3. Data': DATA, '5. Model': MODEL }),
  scores('ben', 'ana', { Requirements: '2', Data: '3' }),
  sendsFile('cai', `${FILE}\n\nNow with a fallback.`),
  rewrites('olga', `${SPOKEN} And a kill switch.`),
  scores('ben', 'cai', { Requirements: '3', Data: '1' }),
  scores('ben', 'ana', { Requirements: '3', Data: '3' }),
  scores('olga', 'cai', { Requirements: '3', Data: '4' }),
]

export const SCHEDULE = {
  channel: 'here',
  day: 'mon',
  time: '18:00',
  'time-zone': 'Europe/Berlin',
  days: 6,
  problems: 'fraud-detection',
}
