import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import {
  type ActionEvent,
  type ActionHandler,
  type AutocompleteEvent,
  type Block,
  type BotEvent,
  type Command,
  type CommandEvent,
  type FormEvent,
  type FormHandler,
  type Handlers,
  type HomeEvent,
  handlerOf,
  type Interaction,
  type Listener,
  type LostEvent,
  languageOf,
  type Outcome,
  type PlatformName,
  type Reply,
  textMessage,
  UserError,
} from '#bot'
import type { Group } from '../features/settings/store.ts'
import type { Texts } from '../texts/catalogue.ts'

export type AppDeps<Context> = Readonly<{
  commands: ReadonlyMap<string, Command<Context>>
  context: Context
  features: readonly Handlers[]
  listeners: readonly Partial<Listener>[]
  groupAt(interaction: Pick<Interaction, 'actor' | 'spaceLocale'>): Promise<Group>
  texts: Texts
  log: Logger
  /** For metrics: what came in, and how it ended. */
  onHandled(kind: BotEvent['kind'], outcome: Outcome, tookMs: number): void
  /** The inbound connection is up, or is being renewed. */
  onConnection(platform: PlatformName, up: boolean): void
  /** Something that was heard could not be handled. */
  onMissed(platform: PlatformName): void
  /** A platform's connection is lost for good. */
  onLost(event: LostEvent): void
}>

/** Routes events to commands and features, and answers. The only place where errors are caught. */
export function createApp<Context>(deps: AppDeps<Context>): (event: BotEvent) => Promise<Outcome> {
  const actions = merged(deps.features.map((feature) => feature.actions))
  const forms = merged(deps.features.map((feature) => feature.forms))
  const known: Routes<Context> = { ...deps, actions, forms }
  return async (event) => {
    const began = performance.now()
    let outcome: Outcome = 'done'
    try {
      await route(known, event)
    } catch (error) {
      outcome = error instanceof UserError ? 'refused' : 'fault'
      await explain(deps, event, error)
      const platform = heardFrom(event)
      if (outcome === 'fault' && platform) deps.onMissed(platform)
    }
    deps.onHandled(event.kind, outcome, performance.now() - began)
    return outcome
  }
}

type Routes<Context> = AppDeps<Context> &
  Readonly<{ actions: ReadonlyMap<string, ActionHandler>; forms: ReadonlyMap<string, FormHandler> }>

/** @throws Error at boot when two features answer to one name */
function merged<H>(parts: readonly Readonly<Record<string, H>>[]): ReadonlyMap<string, H> {
  const all = new Map<string, H>()
  for (const [name, handler] of parts.flatMap(Object.entries)) {
    if (all.has(name)) throw new Error(`two features handle ${name}`)
    all.set(name, handler)
  }
  return all
}

async function route<Context>(app: Routes<Context>, event: BotEvent): Promise<void> {
  switch (event.kind) {
    case 'command':
      return runCommand(app, event)
    case 'autocomplete':
      return suggest(app, event)
    case 'action':
      return runHandler(app.actions.get(event.action.name), event)
    case 'form':
      return runHandler(app.forms.get(event.action.name), event)
    case 'message':
      return each(app, (listener) => listener.onMessage?.(event))
    case 'reaction':
      return each(app, (listener) => listener.onReaction?.(event))
    case 'gone':
      return each(app, (listener) => listener.onGone?.(event.place))
    case 'connected':
      return app.onConnection(event.platform, true)
    case 'reactions-cleared':
      return each(app, (listener) => listener.onReactionsCleared?.(event.message))
    case 'joined':
      return each(app, (listener) => listener.onJoined?.(event))
    case 'disconnected':
      return app.onConnection(event.platform, false)
    case 'lost':
      return app.onLost(event)
    case 'home':
      return showHome(app, event)
    default:
      return event satisfies never
  }
}

async function each<Context>(
  app: Routes<Context>,
  call: (listener: Partial<Listener>) => Promise<void> | undefined,
): Promise<void> {
  for (const listener of app.listeners) await call(listener)
}

/** What each feature has to show, one below the other. */
async function showHome<Context>(app: Routes<Context>, event: HomeEvent): Promise<void> {
  const parts: Block[][] = []
  for (const feature of app.features) parts.push([...((await feature.home?.(event)) ?? [])])
  const blocks = parts.filter((part) => part.length > 0)
  const apart = blocks.flatMap((part, index): Block[] => (index > 0 ? [{ type: 'divider' }, ...part] : part))
  await event.show({ summary: 'Loopmate', blocks: apart })
}

async function runCommand<Context>(app: Routes<Context>, event: CommandEvent): Promise<void> {
  const command = app.commands.get(event.name)
  if (!command) throw new UserError('error.oldButton')
  const handler = handlerOf(command, event.subcommand)
  await event.defer(handler.answer)
  await answer(event, await handler.run(event, app.context))
}

async function suggest<Context>(app: Routes<Context>, event: AutocompleteEvent): Promise<void> {
  const choices = await app.commands.get(event.name)?.suggest?.(event, app.context)
  await event.suggest(choices ?? [])
}

async function runHandler<E extends ActionEvent | FormEvent>(
  handler: Readonly<{ answer: ActionHandler['answer']; run(event: E): Promise<Reply> }> | undefined,
  event: E,
): Promise<void> {
  if (!handler) throw new UserError('error.oldButton')
  await event.defer(handler.answer)
  await answer(event, await handler.run(event))
}

async function answer(event: Interaction, reply: Reply): Promise<void> {
  if (!reply) return
  if ('blocks' in reply) await event.reply(reply)
  else await event.openForm(reply)
}

/** One clear sentence, privately, to whoever waits for an answer; faults are logged with the id they are told. */
async function explain<Context>(deps: AppDeps<Context>, event: BotEvent, error: unknown): Promise<void> {
  const { log, texts } = deps
  const id = randomBytes(4).toString('hex')
  const refused = error instanceof UserError
  if (!refused)
    log.error({ err: error, id, event: event.kind, name: nameOf(event) }, 'an event could not be handled')
  if (event.kind === 'autocomplete') return event.suggest([]).catch(ignoreGone(log))
  if (event.kind !== 'command' && event.kind !== 'action' && event.kind !== 'form') return
  const language = languageOf(event.actor.locale) ?? (await groupLanguage(deps, event))
  const text = refused ? texts.say(language, error) : texts.in(language)('error.fault', { id })
  await event.tell(textMessage(text)).catch(ignoreGone(log))
}

/** The group's language; where the database is the fault, English. */
async function groupLanguage<Context>({ groupAt }: AppDeps<Context>, event: Interaction) {
  return groupAt(event).then(
    (group) => group.language,
    () => 'en' as const,
  )
}

/** The person may be gone, or the answer too late: then there is nobody to tell. */
function ignoreGone(log: Logger) {
  return (err: unknown) => log.warn({ err }, 'an answer did not arrive')
}

/** The platform of an event that nobody waits for and nobody would repeat. */
function heardFrom(event: BotEvent): PlatformName | undefined {
  switch (event.kind) {
    case 'message':
      return event.change === 'deleted' ? event.ref.platform : event.message.ref.platform
    case 'reaction':
    case 'reactions-cleared':
      return event.message.platform
    default:
      return undefined
  }
}

function nameOf(event: BotEvent): string | undefined {
  switch (event.kind) {
    case 'command':
    case 'autocomplete':
      return event.name
    case 'action':
    case 'form':
      return event.action.name
    default:
      return undefined
  }
}
