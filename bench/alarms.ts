import { setAlarm, startAlarms } from '../src/durable/alarms.ts'
import { loadClock } from '../src/durable/clock.ts'
import { type BenchDeps, spread, untilCount } from './figures.ts'

const ALARMS = 1000
const OVER_MS = 10_000

/** How late alarms are handled that are due at random moments within ten seconds. */
export async function benchAlarms({ db, listen, log }: BenchDeps): Promise<string> {
  const clock = await loadClock(db)
  const late: number[] = []
  const alarms = startAlarms({
    db,
    listen,
    clock,
    log,
    handlers: { bench: async () => undefined },
    onHandled: (_, lateMs) => late.push(lateMs),
  })
  const begin = clock.now() + 2000
  await db.transaction(async (tx) => {
    for (let i = 0; i < ALARMS; i++)
      await setAlarm(tx, {
        kind: 'bench',
        key: String(i),
        dueAt: begin + Math.random() * OVER_MS,
      })
  })
  await untilCount(() => late.length, ALARMS)
  await alarms.stop()
  return spread(`alarms, ${ALARMS} over ${OVER_MS / 1000} s, lateness`, late)
}
