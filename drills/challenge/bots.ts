import type { Bots } from '../../test/e2e/group/bots.ts'
import type { BotEnv } from '../../test/support/bot.ts'
import { type Bot, superviseBot } from '../bot.ts'

/** One bot under a supervisor, for a group: it is started again right after a kill. */
export function supervised(env: BotEnv): Bots & Readonly<{ bot(): Bot }> {
  let running: Bot | undefined
  const bot = () => {
    if (!running) throw new Error('no bot was started yet')
    return running
  }
  const output = () => (running?.logs ?? []).map((line) => JSON.stringify(line)).join('\n')
  const stop = async () => running?.stop()
  return {
    bot,
    now: () => ({ logs: bot().logs, output, stop }),
    async start() {
      running ??= superviseBot(env)
      await running.ready()
    },
    stop,
    kill: () => bot().kill(),
    logs: () => bot().logs,
    output,
  }
}
