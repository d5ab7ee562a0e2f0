import { hostname } from 'node:os'
import type { Logger } from 'pino'
import type { Language } from '#bot'
import type { Content } from '../content/schema.ts'
import { createPlaygroundStorage } from '../db/playground/index.ts'
import type { SharedClock } from '../durable/clock.ts'
import { createFormDrafts } from '../durable/form-drafts.ts'
import { createPlayground, type Playground, type PlaygroundWordsOf } from '../platforms/playground/index.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import { fileWords } from './file-words.ts'

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
    words: wordsOf(texts),
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

/** The sentences of its server. */
export function wordsOf(texts: Texts): PlaygroundWordsOf {
  const of = (language: Language) => {
    const t = texts.in(language)
    return {
      ...fileWords(t),
      unknownPerson: t('playground.server.unknownPerson'),
      unknownPlace: t('playground.server.unknownPlace'),
      unknownCommand: t('playground.server.unknownCommand'),
      badOption: (name: string) => t('playground.server.badOption', { name }),
      notThere: t('playground.server.notThere'),
      notYours: t('playground.server.notYours'),
      formClosed: t('playground.server.formClosed'),
      formMissing: (labels: readonly string[]) =>
        t('playground.server.formMissing', { fields: labels.join(t('list.comma')) }),
      formField: (field: string) => t('playground.server.formField', { field }),
      textTooLong: (limit: number) => t('playground.server.textTooLong', { limit }),
      nothingToSay: t('playground.server.nothingToSay'),
      fileTooLarge: (megabytes: number) => t('playground.server.fileTooLarge', { megabytes }),
      fileGone: t('playground.server.fileGone'),
      tooLarge: t('playground.server.tooLarge'),
      unreadable: t('playground.server.unreadable'),
      badName: (limit: number) => t('playground.server.badName', { limit }),
      emoji: t('playground.server.emoji'),
      speedFixed: t('playground.server.speedFixed'),
      notReady: t('playground.server.notReady'),
      fault: t('playground.server.fault'),
      wrongHost: t('playground.server.wrongHost'),
      wrongOrigin: t('playground.server.wrongOrigin'),
      notFound: t('playground.server.notFound'),
    }
  }
  const both = { en: of('en'), zh: of('zh') }
  return (language) => both[language]
}
