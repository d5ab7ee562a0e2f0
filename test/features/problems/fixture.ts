import {
  type Action,
  type ActionEvent,
  type Actor,
  type AutocompleteEvent,
  type CommandEvent,
  type FileRef,
  type Form,
  type FormEvent,
  type FormValues,
  type Interaction,
  type Platform,
  type PlatformName,
  type Reply,
  UserError,
} from '#bot'
import problemCommand from '../../../commands/problem.ts'
import { handlerOf } from '../../../src/bot/command.ts'
import { callerOf } from '../../../src/features/caller.ts'
import { groupAt } from '../../../src/features/groups/store.ts'
import type { Peers } from '../../../src/features/peers.ts'
import { problems as feature } from '../../../src/features/problems/index.ts'
import type { Uses } from '../../../src/features/problems/rules.ts'
import { manualClock } from '../../support/clock.ts'
import { content, template } from '../../support/content.ts'
import { testDatabase } from '../../support/database.ts'
import { drive, featureDeps, NO_PEERS } from '../../support/features.ts'
import { scriptedPlatform } from '../../support/scripted-platform.ts'

export const T0 = Date.parse('2026-03-01T17:00:00Z')
export { template }

export type ProblemFixture = Awaited<ReturnType<typeof openProblemFixture>>

/** Problems of two groups on a real database; `olga` organises both. */
export async function openProblemFixture() {
  const database = await testDatabase()
  const { db } = database
  const clock = manualClock(T0)
  const files = new Map<string, Uint8Array>()
  const platform: Platform = {
    ...scriptedPlatform('discord'),
    download: async ({ id }) => files.get(id) ?? new Uint8Array(),
  }
  const platforms: ReadonlyMap<PlatformName, Platform> = new Map([['discord', platform]])
  const underWay = new Set<string>()
  const uses = new Map<string, Uses>()
  const usesOf = (groupId: string, slug: string) =>
    uses.get(`${groupId}/${slug}`) ?? { schedules: [], challenges: [], mocks: [] }
  const peers: Peers = {
    ...NO_PEERS,
    mock: {
      ...NO_PEERS.mock,
      underWay: async () => underWay,
      channelsOf: async (groupId, slug) => usesOf(groupId, slug).mocks,
    },
    challenge: {
      ...NO_PEERS.challenge,
      channelsOf: async (groupId, slug) => usesOf(groupId, slug).challenges,
    },
    schedule: {
      ...NO_PEERS.schedule,
      postingsOf: async (groupId) =>
        [...uses].flatMap(([key, { schedules }]) => (key.startsWith(`${groupId}/`) ? schedules : [])),
    },
  }
  const deps = featureDeps({ ...database, clock, content, platforms, template, peers })
  const problems = drive(feature, deps)
  let events = 0
  const interaction = (user: string, space: string): Interaction => {
    const actor: Actor = { ...personOf(user, space), name: user, admin: user === 'olga' }
    return {
      id: `event-${++events}`,
      actor,
      channel: { platform: 'discord', space, channel: 'c' },
      missing: [],
      threads: true,
      defer: async () => undefined,
      reply: async () => undefined,
      tell: async () => undefined,
      openForm: async () => undefined,
    }
  }
  return {
    database,
    clock,
    content,
    problems,
    underWay,
    /** By group and slug: `<group>/<slug>`. */
    uses,
    groupId: async (space = 's') => (await groupAt(db, personOf('olga', space))).id,
    /** `/problem <subcommand>`, in one of the groups. */
    async command(user: string, subcommand: string, problem?: string, space = 's'): Promise<Reply> {
      const event: CommandEvent = {
        ...interaction(user, space),
        kind: 'command',
        name: 'problem',
        subcommand,
        options: problem === undefined ? {} : { problem },
      }
      return handlerOf(problemCommand, subcommand).run(event, {
        problems,
        caller: await callerOf(deps, event),
      })
    },
    async suggest(subcommand: string, typed: string, space = 's'): Promise<readonly string[]> {
      const { actor, channel } = interaction('ana', space)
      const event: AutocompleteEvent = {
        kind: 'autocomplete',
        actor,
        channel,
        name: 'problem',
        subcommand,
        option: 'problem',
        typed,
        suggest: async () => undefined,
      }
      return (await problems.suggest(event)).map(({ value }) => value)
    },
    async press(user: string, action: Action, space = 's'): Promise<Reply> {
      const event: ActionEvent = { ...interaction(user, space), kind: 'action', action }
      return problems.run(event)
    },
    /** Hands a file in. @param more what else is in the form, and under which id the event comes */
    async submit(
      user: string,
      action: Action,
      file: Readonly<{ name: string; content: string | Uint8Array }>,
      more: Readonly<{ values?: FormValues; space?: string; event?: string; locale?: string }> = {},
    ): Promise<Reply> {
      const bytes = typeof file.content === 'string' ? new TextEncoder().encode(file.content) : file.content
      const ref: FileRef = { id: `f${++events}`, name: file.name, bytes: bytes.length, url: 'x:' }
      files.set(ref.id, bytes)
      const base = interaction(user, more.space ?? 's')
      const event: FormEvent = {
        ...base,
        ...(more.event && { id: more.event }),
        ...(more.locale && { actor: { ...base.actor, locale: more.locale } }),
        kind: 'form',
        action,
        values: { slug: '', language: 'en', ...more.values },
        files: { file: ref },
      }
      return problems.run(event)
    },
    close: database.close,
  }
}

export function personOf(user: string, space = 's') {
  return { platform: 'discord', space, user, name: user, admin: user === 'olga' } as const
}

/** The text of a reply: its blocks, or a form's fields. */
export function readable(reply: Reply): string {
  return JSON.stringify(reply)
}

export function actionsOf(reply: Reply): Readonly<Record<string, Action>> {
  if (!reply || !('blocks' in reply)) return {}
  const buttons = reply.blocks.flatMap((block) => (block.type === 'buttons' ? block.buttons : []))
  return Object.fromEntries(
    buttons.flatMap((button) => ('action' in button ? [[button.label, button.action]] : [])),
  )
}

export function fileIn(reply: Reply): string | undefined {
  const blocks = reply && 'blocks' in reply ? reply.blocks : []
  return blocks.find((block) => block.type === 'file')?.text
}

export function isForm(reply: Reply): reply is Form {
  return reply !== undefined && 'fields' in reply
}

/** The key of the sentence with which something is refused. */
export async function refusal(doing: Promise<unknown>): Promise<string> {
  const error: unknown = await doing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof UserError)) throw new Error(`a refusal expected, but: ${String(error)}`)
  return error.key
}
