import { enqueue, startDeliveries } from '../src/durable/outbox/index.ts'
import { NO_PICTURES } from '../test/support/no-pictures.ts'
import { scriptedPlatform } from '../test/support/scripted-platform.ts'
import { type BenchDeps, spread, untilCount } from './figures.ts'

const STREAMS = 100
const PER_STREAM = 20

/** How fast the outbox empties into a platform that answers at once. */
export async function benchDeliveries({ db, listen, log }: BenchDeps): Promise<string> {
  const channel = { platform: 'discord', space: 's', channel: 'c' } as const
  const message = { summary: 'a line', blocks: [{ type: 'text', text: 'a line' }] } as const
  for (let stream = 0; stream < STREAMS; stream++)
    await db.transaction(async (tx) => {
      for (let i = 0; i < PER_STREAM; i++)
        await enqueue(tx, `bench:${stream}`, 'discord', { kind: 'post', to: { channel }, message })
    })
  const waits: number[] = []
  const began = performance.now()
  const deliveries = startDeliveries({
    db,
    listen,
    platforms: new Map([['discord', scriptedPlatform('discord')]]),
    log,
    renderer: NO_PICTURES,
    onOutcome: () => waits.push(performance.now() - began),
  })
  await untilCount(() => waits.length, STREAMS * PER_STREAM)
  const seconds = (performance.now() - began) / 1000
  await deliveries.stop()
  const rate = `${((STREAMS * PER_STREAM) / seconds).toFixed(0)} a second`
  return spread(`deliveries, ${STREAMS} streams of ${PER_STREAM}, ${rate}, time to sent`, waits)
}
