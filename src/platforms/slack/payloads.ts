import { z } from 'zod'
import { problemOf } from '../handling.ts'
import type { RawEvent } from './events.ts'
import {
  action,
  command,
  type RawAction,
  type RawCommand,
  type RawSubmission,
  submission,
} from './raw-interactions.ts'

/** An event, and the workspace and organisation in which it happened. */
export type RawEnvelope = Readonly<{ event: RawEvent; team?: string | null; enterprise?: string | null }>

export type Payload =
  | Readonly<{ kind: 'event'; envelope: RawEnvelope }>
  | Readonly<{ kind: 'command'; raw: RawCommand }>
  | Readonly<{ kind: 'action'; raw: RawAction }>
  | Readonly<{ kind: 'submission'; raw: RawSubmission }>
  /** A window was closed. */
  | Readonly<{ kind: 'nothing' }>

/** Why a payload is refused, without anybody's text. */
export type Unreadable = Readonly<{ problem: string }>

const record = z.record(z.string(), z.unknown())
const event = z
  .object({
    event: z.looseObject({ type: z.string() }),
    team_id: z.string().nullish(),
    enterprise_id: z.string().nullish(),
  })
  .transform(
    ({ event, team_id: team, enterprise_id: enterprise }): Payload => ({
      kind: 'event',
      envelope: { event, team: team ?? null, enterprise: enterprise ?? null },
    }),
  )

/** Reads what Slack sends, whatever the way on which it comes. */
export function readPayload(body: unknown): Payload | Unreadable {
  const fields = record.safeParse(body)
  if (!fields.success) return { problem: problemOf(fields.error) }
  const read = schemaOf(fields.data)?.safeParse(body)
  if (!read) return { problem: 'a type that is not known' }
  return read.success ? read.data : { problem: problemOf(read.error) }
}

function schemaOf(fields: Readonly<Record<string, unknown>>): z.ZodType<Payload> | undefined {
  if (fields.command !== undefined) return command.transform((raw) => ({ kind: 'command', raw }))
  switch (fields.type) {
    case 'event_callback':
      return event
    case 'block_actions':
      return action.transform((raw) => ({ kind: 'action', raw }))
    case 'view_submission':
      return submission.transform((raw) => ({ kind: 'submission', raw }))
    case 'view_closed':
      return record.transform(() => ({ kind: 'nothing' }))
    default:
      return undefined
  }
}
