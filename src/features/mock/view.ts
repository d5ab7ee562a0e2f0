import type { Language, Platform, PlatformName, Translate } from '#bot'
import type { Content, Problem, Stage } from '../../content/schema.ts'
import { MINUTE } from '../../kit/durations.ts'
import type { Texts } from '../../texts/catalogue.ts'
import type { Kit } from './rules/state.ts'
import type { Mock } from './store.ts'

/** All that a card is drawn from. */
export type View = Readonly<{
  mock: Mock
  content: Content
  problem: Problem
  language: Language
  t: Translate
  /** True where the platform shows the bot what people write in the thread. */
  readsMessages: boolean
}>

export type ViewDeps = Readonly<{
  content: Content
  texts: Texts
  platforms: ReadonlyMap<PlatformName, Platform>
}>

/** @throws Error for a problem that the content no longer has */
export function viewOf({ content, texts, platforms }: ViewDeps, mock: Mock): View {
  return {
    mock,
    content,
    problem: problemOf(content, mock),
    language: mock.language,
    t: texts.in(mock.language),
    readsMessages: platforms.get(mock.channel.platform)?.readsMessages ?? false,
  }
}

type Played = Pick<Mock, 'problem' | 'own' | 'language'>

/** A group's own problem has one language and is used for mocks in both. */
function problemOf(content: Content, { problem: slug, own, language }: Played): Problem {
  const problem = own?.problem ?? content.problems.get(slug)?.[language]
  if (!problem) throw new Error(`no problem ${slug} in content/problems`)
  return problem
}

/** @throws Error for a problem that the content no longer has */
export function kitOf(content: Content, mock: Played): Kit {
  const problem = problemOf(content, mock)
  return {
    probes: content.stages.map((stage) => problem.probes[stage.id].length),
    curveballs: problem.curveballs.length,
  }
}

export function stageAt(content: Content, index: number): Stage {
  const stage = content.stages[index]
  if (!stage) throw new Error(`no stage ${index} in content/framework.yaml`)
  return stage
}

/** Milliseconds as text: `7 min`, `6 min 30 s`, `45 s`. */
export function duration(t: Translate, ms: number): string {
  const seconds = Math.round(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  if (rest === 0) return t('mock.minutes', { minutes })
  return minutes === 0 ? t('mock.seconds', { seconds }) : t('mock.minutesSeconds', { minutes, seconds: rest })
}

/** The number of the minute that a moment falls in, counted from 1 at the start. */
export function minuteOf(at: number, startedAt: number): number {
  return Math.floor((at - startedAt) / MINUTE) + 1
}

/** Names the stages that ended without an announcement, while the bot was away. */
export function missedLine({ content, language, t }: View, missed: readonly number[]): string {
  const stages = missed.map((index) => stageAt(content, index).name[language]).join(t('list.comma'))
  return t('stage.missed', { stages })
}
