import type { Logger } from 'pino'
import type { Translate } from '#bot'
import type { Slack, SlackWordsOf } from '../platforms/slack/index.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Config } from './config.ts'
import { fileWords } from './file-words.ts'

/** Slack on what the bot has; undefined without its tokens. */
export async function openSlack({ slack }: Config, texts: Texts, log: Logger): Promise<Slack | undefined> {
  if (!slack) return undefined
  // Loading Bolt takes a quarter of a second and up to 40 MB.
  const { createSlack } = await import('../platforms/slack/index.ts')
  return createSlack({ ...slack, log: log.child({ platform: 'slack' }), words: slackWords(texts) })
}

function slackWords(texts: Texts): SlackWordsOf {
  return (language) => {
    const t = texts.in(language)
    return {
      ...fileWords(t),
      loading: t('slack.loading'),
      done: t('slack.done'),
      close: t('slack.close'),
      choose: t('form.choose'),
      sentDirectly: t('slack.sentDirectly'),
      tooLate: t('slack.tooLate'),
      unknownWord: (word) => t('slack.unknownWord', { word }),
      badOption: (option, value) => t('slack.badOption', { option, value }),
      missingOption: (option) => t('slack.missingOption', { option }),
      usage: t('slack.usage'),
      usageAfter: (subcommand) => t('slack.usageAfter', { subcommand }),
      subcommands: t('slack.subcommands'),
      relative: (minutes) => relative(t, minutes),
    }
  }
}

const HOUR = 60
const DAY = 24 * HOUR

function relative(t: Translate, minutes: number): string {
  if (minutes === 0) return t('slack.relative.now')
  const time = lengthOf(t, Math.abs(minutes))
  return minutes > 0 ? t('slack.relative.in', { time }) : t('slack.relative.ago', { time })
}

function lengthOf(t: Translate, minutes: number): string {
  if (minutes < 2 * HOUR) return t('slack.relative.minutes', { minutes })
  if (minutes < 2 * DAY) return t('slack.relative.hours', { hours: Math.round(minutes / HOUR) })
  return t('slack.relative.days', { count: Math.round(minutes / DAY) })
}
