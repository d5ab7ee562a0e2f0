import { PermissionFlagsBits as bit } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { missingPermissions, permissionsIn } from '../../../src/platforms/discord/permissions.ts'

type Guild = Parameters<typeof permissionsIn>[0]
type Member = Parameters<typeof permissionsIn>[1]
type Overwrite = Parameters<typeof permissionsIn>[2][number]

const ALL = bit.ViewChannel | bit.SendMessages | bit.CreatePublicThreads | bit.SendMessagesInThreads
const REST = bit.ReadMessageHistory | bit.AddReactions | bit.AttachFiles

function guild(everyone: bigint, role: bigint, owner = 'owner'): Guild {
  const roles = [
    { id: 'guild', permissions: String(everyone) },
    { id: 'role', permissions: String(role) },
    { id: 'other', permissions: String(bit.Administrator) },
  ]
  return { id: 'guild', owner_id: owner, roles } as Guild
}

const bot = { user: { id: 'bot' }, roles: ['role'] } as Member
const over = (id: string, allow: bigint, deny: bigint) =>
  ({ id, type: id === 'bot' ? 1 : 0, allow: String(allow), deny: String(deny) }) as Overwrite
const lacks = (...args: Parameters<typeof permissionsIn>) => missingPermissions(permissionsIn(...args))

describe('the permissions of a bot in a channel', () => {
  it('is what everybody may, and what its roles allow', () => {
    expect(lacks(guild(ALL, REST), bot, [])).toEqual([])
    expect(lacks(guild(ALL, 0n), bot, [])).toEqual(['read-history', 'add-reactions', 'attach-files'])
  })

  it('is everything for administrators and the owner, whatever a channel says', () => {
    const closed = [over('guild', 0n, bit.ViewChannel), over('bot', 0n, ALL)]
    expect(lacks(guild(0n, bit.Administrator), bot, closed)).toEqual([])
    expect(lacks(guild(0n, 0n, 'bot'), bot, closed)).toEqual([])
    expect(lacks(guild(ALL | REST, 0n), bot, closed)).toContain('view')
  })

  it('changes layer by layer: everybody, roles, the bot itself', () => {
    const all = guild(ALL | REST, 0n)
    const everybody = over('guild', 0n, bit.SendMessages)
    expect(lacks(all, bot, [everybody])).toEqual(['send'])
    expect(lacks(all, bot, [over('role', bit.SendMessages, 0n), everybody])).toEqual([])
    const self = over('bot', 0n, bit.SendMessages)
    expect(lacks(all, bot, [self, over('role', bit.SendMessages, 0n), everybody])).toEqual(['send'])
    // The gateway does not tell the bot of roles that it does not have.
    expect(lacks(all, bot, [over('other', 0n, ALL)])).toEqual([])
  })

  it('is nothing in a channel that it does not see', () => {
    expect(permissionsIn(guild(ALL | REST, 0n), bot, [over('bot', 0n, bit.ViewChannel)])).toBe(0n)
  })
})
