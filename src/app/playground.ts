import { hostname } from 'node:os'
import type { Logger } from 'pino'
import { inEach } from '#bot'
import type { Content } from '../content/schema.ts'
import type { Database } from '../db/client.ts'
import { createPlaygroundStorage } from '../db/playground/index.ts'
import type { SharedClock } from '../durable/clock.ts'
import { createFormDrafts } from '../durable/form-drafts.ts'
import type { Playground } from '../platforms/playground/index.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Config } from './config.ts'

export type PlaygroundDeps = Readonly<{
  config: Config
  database: Database
  clock: SharedClock
  texts: Texts
  content: Content
  log: Logger
}>

/** Emoji to react with: first those with a meaning to the bot (keycaps for levels and stages, signals), then others. */
const emojiOf = ({ stages, rubric }: Content) => [
  ...stages.map((_, index) => `${index + 1}\uFE0F\u20E3`),
  ...[...rubric.signals, ...rubric.antiPatterns].map(({ emoji }) => emoji),
  ...['👍', '❤️', '🎉', '👀', '🤔', '✅', '🙏', '😂'],
]

/** Creates the playground; undefined if it is off. */
export async function openPlayground(deps: PlaygroundDeps): Promise<Playground | undefined> {
  const { config, database, clock, texts, content, log } = deps
  if (config.playground !== 'on') return undefined
  const { createPlayground } = await import('../platforms/playground/index.ts')
  const { db } = database
  return createPlayground({
    storage: createPlaygroundStorage(database),
    drafts: createFormDrafts(db),
    translate: texts.in,
    pageWords: inEach((language) => texts.below(language, 'playground.page')),
    clock: {
      read: () => {
        const { realMs, botMs, speed } = clock.anchor()
        return { real: realMs, bot: botMs, speed }
      },
      // Discord and Slack users live by the same time.
      changeable: config.discord === undefined && config.slack === undefined,
      change: clock.changeSpeed,
      onChange: clock.onChange,
    },
    emoji: emojiOf(content),
    hosts: [config.http.host, hostname()],
    log: log.child({ platform: 'playground' }),
  })
}
