import type { CommandDefinition } from '#bot'
import { channelsOf, type Viewer } from './channels.ts'
import type { PlaygroundClock, PlaygroundOptions } from './options.ts'
import { MAX_TEXT_LENGTH } from './schemas.ts'
import type { PlaygroundStorage } from './storage.ts'
import { MAX_FILE_BYTES } from './uploads.ts'
import type { Hello, Person, WireClock, WireMessage } from './wire.ts'

/** Of each channel, to a page that begins anew. */
const LATEST = 50
/** More changes than this are not told one by one. */
const MOST_CHANGES = 500

/** What a page hears first. @param since the number of the change up to which it heard before */
export async function greeting(
  { storage, clock, emoji }: PlaygroundOptions,
  commands: readonly CommandDefinition[],
  people: readonly Person[],
  viewer: Viewer,
  since: number | undefined,
): Promise<Hello> {
  // Asked first: what comes in meanwhile is told twice rather than not at all.
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
