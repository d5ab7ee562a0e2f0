import type { WebClient } from '@slack/web-api'
import { LRUCache } from 'lru-cache'
import type { Actor } from '#bot'
import { inTime } from '../../kit/in-time.ts'
import type { Log } from '../log.ts'
import { toPlatformError } from './errors.ts'

/** A member of the workspace. `locale` such as `zh-CN`. */
export type Member = Readonly<{ name: string; admin: boolean; bot: boolean; locale?: string }>

export type People = Readonly<{
  /** Never rejects: a member who can't be looked up has only their id. */
  find(user: string): Promise<Member>
  /** The name of a member who was looked up before. */
  known(user: string): string | undefined
}>

/** A changed name, language or role is noticed after this time. */
const FRESH_MS = 5 * 60_000
const REMEMBERED = 5_000
/** A person must be answered within three seconds in all. */
const LOOK_UP_MS = 1_000

type Kept = Readonly<{ member: Promise<Member>; at: number; name?: string }>

/** Looks up members' names, languages and roles, and keeps them for a while. */
export function createPeople(client: WebClient, log: Log): People {
  const kept = new LRUCache<string, Kept>({ max: REMEMBERED })

  async function ask(user: string): Promise<Member> {
    const { user: found } = await client.users.info({ user, include_locale: true })
    if (!found) throw new Error('users.info tells of nobody')
    const { profile, locale } = found
    const name = profile?.display_name || profile?.real_name || found.real_name || found.name || user
    return {
      name,
      admin: found.is_admin === true || found.is_owner === true,
      bot: found.is_bot === true,
      ...(locale && { locale }),
    }
  }

  function remember(user: string): Promise<Member> {
    const member = ask(user)
    const entry: Kept = { member, at: Date.now() }
    kept.set(user, entry)
    member.then(
      ({ name }) => kept.get(user) === entry && kept.set(user, { ...entry, name }),
      (error: unknown) => {
        if (kept.get(user) === entry) kept.delete(user)
        const why = toPlatformError(error)
        // Somebody who left is shown by their id.
        if (why.kind !== 'gone') log.warn({ err: why, user }, 'a member could not be looked up')
      },
    )
    return member
  }

  return {
    async find(user) {
      const entry = kept.get(user)
      const fresh = entry && Date.now() - entry.at < FRESH_MS
      const member = await inTime(fresh ? entry.member : remember(user), LOOK_UP_MS)
      return member ?? { name: entry?.name ?? user, admin: false, bot: false }
    },
    known: (user) => kept.get(user)?.name,
  }
}

export function actorOf(space: string, user: string, member: Member): Actor {
  const { name, admin, locale } = member
  return { platform: 'slack', space, user, name, admin, ...(locale !== undefined && { locale }) }
}
