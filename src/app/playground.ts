import { hostname } from 'node:os'
import type { Logger } from 'pino'
import type { Content } from '../content/schema.ts'
import { createPlaygroundStorage } from '../db/playground/index.ts'
import type { SharedClock } from '../durable/clock.ts'
import { createFormDrafts } from '../durable/form-drafts.ts'
import { createPlayground, type Playground } from '../platforms/playground/index.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'

/** First what has a meaning to the bot: a keycap is a level, or files a message under a stage; then marks. */
const emojiOf = ({ stages, rubric }: Content) => [
  ...stages.map((_, index) => `${index + 1}\uFE0F\u20E3`),
  ...[...rubric.signals, ...rubric.antiPatterns].map(({ emoji }) => emoji),
  ...['👍', '❤️', '🎉', '👀', '🤔', '✅', '🙏', '😂'],
]

type PlaygroundDeps = Readonly<{
  config: Config
  database: Database
  clock: SharedClock
  texts: Texts
  content: Content
  log: Logger
}>

/** The playground on what the bot has; undefined where it is off. */
export function openPlayground({ config, database, clock, texts, content, log }: PlaygroundDeps) {
  if (config.playground !== 'on') return undefined
  const { db } = database
  return createPlayground({
    storage: createPlaygroundStorage(database),
    drafts: createFormDrafts(db),
    translate: texts.in,
    pageWords: { en: texts.below('en', 'playground.page'), zh: texts.below('zh', 'playground.page') },
    clock: {
      read: () => {
        const { realMs, botMs, speed } = clock.anchor()
        return { real: realMs, bot: botMs, speed }
      },
      // Who uses Discord or Slack lives by the same time.
      changeable: config.discord === undefined && config.slack === undefined,
      change: clock.changeSpeed,
      onChange: clock.onChange,
    },
    emoji: emojiOf(content),
    hosts: [config.http.host, hostname()],
    log: log.child({ platform: 'playground' }),
  }) satisfies Playground
}
