import {
  type BotEnv,
  type BotProcess,
  type RunningBot,
  startBot,
  startBotProcess,
} from '../../support/bot.ts'

/** The bots that run one after the other on one database, with what all of them wrote. */
export type Bots = Readonly<{
  /** The latest one. @throws Error before the first start */
  now(): RunningBot
  start(more?: BotEnv): Promise<void>
  /** Stops the latest one as its operator does. */
  stop(): Promise<unknown>
  /** Ends the latest one as a power cut would. @throws Error where it has no process of its own */
  kill(): Promise<void>
  logs(): RunningBot['logs']
  /** Everything they wrote, to check for what must not be there. */
  output(): string
}>

export type BotsOptions = Readonly<{
  /** Runs each bot in a process of its own: for tests that kill it. */
  ownProcess?: boolean
  /** Makes other bots than these, as the drill does. */
  bots?(env: BotEnv): Bots
}>

type Adjust = Parameters<typeof startBot>[1]

/** @param adjust changes the configuration of bots in the test's own process */
export function createBots(env: BotEnv, options: BotsOptions = {}, adjust?: Adjust): Bots {
  const { ownProcess = false } = options
  if (options.bots) return options.bots(env)
  const bots: RunningBot[] = []
  let killable: BotProcess | undefined
  const now = () => {
    const bot = bots.at(-1)
    if (!bot) throw new Error('no bot was started yet')
    return bot
  }
  return {
    now,
    async start(more = {}) {
      const all = { ...env, ...more }
      killable = ownProcess ? await startBotProcess(all) : undefined
      bots.push(killable ?? (await startBot(all, adjust)))
    },
    stop: async () => bots.at(-1)?.stop(),
    async kill() {
      if (!killable) throw new Error('this bot shares the process of the test: open it with ownProcess')
      await killable.kill9()
    },
    logs: () => bots.flatMap(({ logs }) => logs),
    output: () => bots.map((bot) => bot.output()).join('\n'),
  }
}
