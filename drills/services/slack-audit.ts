import { z } from 'zod'
import type { FakeChannel, FakeMessage, FakeSlack } from '../../test/fakes/slack/index.ts'
import type { Difference, Kind } from '../difference.ts'

/** The metadata that the bot adds to each message. */
const schema = z.object({
  event_payload: z.object({ key: z.string(), files: z.array(z.object({ id: z.string() })) }),
})

export function readMark({ metadata }: FakeMessage): z.infer<typeof schema>['event_payload'] | undefined {
  return schema.safeParse(metadata).data?.event_payload
}

/** Nothing was asked for against Slack's limits, and each picture of a message stands below it, once. */
export function audit(slack: FakeSlack, channels: readonly FakeChannel[]): readonly Difference[] {
  const problems = new Set(slack.violations.map(({ method, problem }) => `${method}: ${problem}`))
  return [
    ...[...problems].map((what) => ({ kind: 'wrong', mock: 'Slack', what }) as const),
    ...channels.flatMap(auditFiles),
  ]
}

function auditFiles({ name, messages }: FakeChannel): readonly Difference[] {
  const own = messages.filter(({ author, stands }) => author.bot && stands)
  const files = own.flatMap((message) => message.files.map(({ id, name }) => ({ id, name, message })))
  const named = own.flatMap((message) =>
    (readMark(message)?.files ?? []).map(({ id }) => ({ id, thread: message.threadTs })),
  )
  const note = (kind: Kind, what: string): Difference => ({ kind, mock: name, what })
  return [
    ...named.flatMap(({ id, thread }) => {
      const shown = files.filter((file) => file.id === id)
      if (shown.length === 0) return [note('lost', `file ${id} stands nowhere`)]
      if (shown.some(({ message }) => message.threadTs !== thread))
        return [note('wrong', `file ${id} stands in another thread`)]
      return shown.length > 1 ? [note('doubled', `file ${id} stands ${shown.length} times`)] : []
    }),
    ...files.flatMap((file) =>
      named.some(({ id }) => id === file.id)
        ? []
        : [note('doubled', `file ${file.id} (${file.name}) belongs to no message`)],
    ),
  ]
}
