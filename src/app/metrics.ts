import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** The metrics for operators. Times are in seconds, as is usual in Prometheus. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    events: new Histogram({
      name: 'loopmate_event_seconds',
      help: 'How long inbound events took, by kind and outcome (done, refused, fault).',
      labelNames: ['kind', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    setAside: new Counter({
      name: 'loopmate_events_set_aside_total',
      help: 'Messages that failed three times and are not tried again.',
      labelNames: ['platform'],
      registers,
    }),
    deliveries: new Counter({
      name: 'loopmate_deliveries_total',
      help: 'Outgoing messages by outcome (sent, retried, dead).',
      labelNames: ['outcome', 'kind', 'platform'],
      registers,
    }),
    deliveryWait: new Histogram({
      name: 'loopmate_delivery_wait_seconds',
      help: 'How long sent messages waited in the outbox.',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
      registers,
    }),
    alarmLateness: new Histogram({
      name: 'loopmate_alarm_late_seconds',
      help: 'How late alarms were handled, in bot time.',
      buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 300],
      registers,
    }),
    connected: new Gauge({
      name: 'loopmate_platform_connected',
      help: '1 while this process holds the connection to the platform; of several replicas one does.',
      labelNames: ['platform'],
      registers,
    }),
  }
}
