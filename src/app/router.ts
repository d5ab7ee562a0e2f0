import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import {
  type ActionEvent,
  type AutocompleteEvent,
  type BotEvent,
  type Command,
  type CommandEvent,
  type FormEvent,
  type HomeEvent,
  handlerOf,
  type Interaction,
  type LostEvent,
  languageOf,
  levelOf,
  type Outcome,
  type PlatformName,
  type Reply,
  textMessage,
  UserError,
} from '#bot'
import { type Attempts, deletionOf, wordingOf } from '../durable/attempts.ts'
import { type Caller, callerOf } from '../features/caller.ts'
import type { ActionHandler, FeatureDeps, FormHandler } from '../features/feature.ts'
import type { Texts } from '../texts/catalogue.ts'
import type { Context, Features } from './features.ts'

export type RouterDeps = Readonly<{
  db: FeatureDeps['db']
  texts: Texts
  commands: ReadonlyMap<string, Command<Context>>
  features: Pick<Features, 'apis' | 'actions' | 'forms' | 'tell' | 'home'>
  attempts: Pick<Attempts, 'failed'>
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
export function createRouter(deps: RouterDeps): (event: BotEvent) => Promise<Outcome> {
  return async (event) => {
    const began = performance.now()
    let outcome: Outcome = 'done'
    try {
      await route(deps, event)
    } catch (error) {
      outcome = error instanceof UserError ? 'refused' : 'fault'
      await explain(deps, event, error)
      const platform = heardFrom(event)
      if (outcome === 'fault' && platform && !(await isSetAside(deps, event, error))) deps.onMissed(platform)
    }
    deps.onHandled(event.kind, outcome, performance.now() - began)
    return outcome
  }
}

async function route(deps: RouterDeps, event: BotEvent): Promise<void> {
  const { features } = deps
  switch (event.kind) {
    case 'command':
      return runCommand(deps, event)
    case 'autocomplete':
      return suggest(deps, event)
    case 'action':
      return runHandler<ActionEvent>(deps, features.actions.get(event.action.name), event)
    case 'form':
      return runHandler<FormEvent>(deps, features.forms.get(event.action.name), event)
    case 'message':
      return features.tell((listener) => listener.onMessage?.(event))
    case 'reaction':
      return features.tell((listener) => listener.onReaction?.(event))
    case 'reactions-cleared':
      return features.tell((listener) => listener.onReactionsCleared?.(event.message))
    case 'gone':
      return features.tell((listener) => listener.onGone?.(event.place))
    case 'joined':
      return features.tell((listener) => listener.onJoined?.(event))
    case 'connected':
      return deps.onConnection(event.platform, true)
    case 'disconnected':
      return deps.onConnection(event.platform, false)
    case 'lost':
      return deps.onLost(event)
    case 'home':
      return showHome(deps, event)
    default:
      return event satisfies never
  }
}

/** Only messages are counted: reading a thread again counts its reactions anew, whatever they were. */
async function isSetAside({ attempts, log }: RouterDeps, event: BotEvent, error: unknown): Promise<boolean> {
  if (event.kind !== 'message') return false
  const about = event.change === 'deleted' ? deletionOf(event.ref) : wordingOf(event.message)
  return attempts.failed(about, error).catch((err: unknown) => {
    log.warn({ err }, 'a failure could not be counted')
    return false
  })
}

async function showHome(deps: RouterDeps, event: HomeEvent): Promise<void> {
  const blocks = await deps.features.home(await callerOf(deps, event))
  await event.show({ summary: 'Loopmate', blocks })
}

async function runCommand(deps: RouterDeps, event: CommandEvent): Promise<void> {
  const command = deps.commands.get(event.name)
  if (!command) throw new UserError('error.oldButton')
  const handler = handlerOf(command, event.subcommand)
  // The platform waits three seconds for this; nothing is read before it.
  await event.defer(handler.answer)
  const caller = await callerOf(deps, event)
  await answer(event, await handler.run(event, { ...deps.features.apis, caller }))
}

async function suggest({ commands, features }: RouterDeps, event: AutocompleteEvent): Promise<void> {
  const choices = await commands.get(event.name)?.suggest?.(event, features.apis)
  await event.suggest(choices ?? [])
}

async function runHandler<E extends ActionEvent | FormEvent>(
  deps: RouterDeps,
  handler:
    | Readonly<{
        answer: (ActionHandler | FormHandler)['answer']
        run(event: E, caller: Caller): Reply | Promise<Reply>
      }>
    | undefined,
  event: E,
): Promise<void> {
  if (!handler) throw new UserError('error.oldButton')
  await event.defer(handler.answer)
  await answer(event, await handler.run(event, await callerOf(deps, event)))
}

async function answer(event: Interaction, reply: Reply): Promise<void> {
  if (!reply) return
  if ('blocks' in reply) await event.reply(reply)
  else await event.openForm(reply)
}

/** Tells the waiting person one clear sentence, privately. A fault is logged with the id that the person is told. */
async function explain(deps: RouterDeps, event: BotEvent, error: unknown): Promise<void> {
  const { log, texts } = deps
  const id = randomBytes(4).toString('hex')
  const refused = error instanceof UserError
  if (!refused)
    log[levelOf(error)](
      { err: error, id, event: event.kind, name: nameOf(event) },
      'an event could not be handled',
    )
  if (event.kind === 'autocomplete') return event.suggest([]).catch(ignoreGone(log))
  if (event.kind !== 'command' && event.kind !== 'action' && event.kind !== 'form') return
  const language = languageOf(event.actor.locale) ?? (await groupLanguage(deps, event))
  const t = texts.in(language)
  const text = refused ? t(error) : t('error.fault', { id })
  await event.tell(textMessage(text)).catch(ignoreGone(log))
}

/** The group's language; English where the database is the fault. */
async function groupLanguage(deps: RouterDeps, event: Interaction) {
  return callerOf(deps, event).then(
    ({ group }) => group.language,
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
