import type { CommandDefinition } from '#bot'
import { channelsOf, type Viewer } from './channels.ts'
import type { PlaygroundClock, PlaygroundOptions } from './options.ts'
import { MAX_TEXT_LENGTH } from './schemas.ts'
import type { PlaygroundStorage } from './storage.ts'
import { MAX_FILE_BYTES } from './uploads.ts'
import type { Hello, Person, WireClock, WireMessage } from './wire.ts'

/** The messages per channel for a page that starts afresh. */
const LATEST = 50
/** With more changes than this, a page starts afresh. */
const MOST_CHANGES = 500

/** The first data for a page. @param since the number of the last change that it received */
export async function greeting(
  { storage, clock, emoji }: PlaygroundOptions,
  commands: readonly CommandDefinition[],
  people: readonly Person[],
  viewer: Viewer,
  since: number | undefined,
): Promise<Hello> {
  // Read first: a change in the meantime is then sent twice rather than never.
  const change = await storage.latestChange()
  const missed =
    since === undefined || since > change ? undefined : await storage.changes(since, MOST_CHANGES + 1, viewer)
  const fresh = missed === undefined || missed.length > MOST_CHANGES
  const messages = fresh ? await latest(storage, viewer) : missed
  return {
    kind: 'hello',
    as: viewer.person,
    people,
    channels: channelsOf(viewer.person),
    commands,
    clock: wireClock(clock),
    now: Date.now(),
    emoji,
    maxFileBytes: MAX_FILE_BYTES,
    maxTextLength: MAX_TEXT_LENGTH,
    fresh,
    messages,
    change,
  }
}

async function latest(storage: PlaygroundStorage, viewer: Viewer): Promise<readonly WireMessage[]> {
  const places = viewer.channels.map((channel) => ({ channel, thread: null }))
  return (await Promise.all(places.map((place) => storage.page(viewer, place, null, LATEST)))).flat()
}

export function wireClock(clock: PlaygroundClock): WireClock {
  return { ...clock.read(), changeable: clock.changeable }
}
