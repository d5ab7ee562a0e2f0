import { z } from 'zod'
import {
  type ActionEvent,
  type AutocompleteEvent,
  type Choice,
  type Form,
  type Message,
  UserError,
} from '#bot'
import { chosenProblem } from '../../content/choose.ts'
import { type Caller, requireOrganiser } from '../caller.ts'
import type { Feature, FeatureDeps } from '../feature.ts'
import { problemsUnderWay } from '../peers.ts'
import { ORGANISERS_ONLY, ownBySlug, ownChosen } from './access.ts'
import { listCard, problemCard, sourceCard, templateCard } from './cards.ts'
import { fileAgain, fileNew } from './filing.ts'
import { addForm, editForm } from './forms.ts'
import { problemsOf } from './library.ts'
import { removalCard, removedCard } from './removal.ts'
import type { Uses } from './rules.ts'
import { removeProblem, type StandingProblem, standingProblem } from './store.ts'
import { suggestTo } from './suggest.ts'

export type ProblemsApi = Readonly<{
  list(caller: Caller): Promise<Message>
  /** @throws UserError naming the nearest where there is none of that name */
  show(caller: Caller, typed: string): Promise<Message>
  template(caller: Caller): Message
  /** @throws UserError unless the caller is an organiser; as do the next two */
  add(caller: Caller): Form
  edit(caller: Caller, typed: string): Promise<Form>
  /** Asks before anything is removed. */
  remove(caller: Caller, typed: string): Promise<Message>
  suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
}>

const version = z.coerce.number().int().positive()
const languageSchema = z.enum(['en', 'zh'])

/** `/problem`: a group's own problems: added as a file, checked like the content's, and played in that group only. */
export const problems: Feature<ProblemsApi> = {
  name: 'problems',
  create: (deps) => ({
    api: {
      list: async (caller) => listCard(caller, await problemsOf(deps, caller.group.id)),
      async show(caller, typed) {
        const library = { problems: await problemsOf(deps, caller.group.id) }
        return show(deps, caller, chosenProblem(library, typed, caller.t))
      },
      template: ({ t, language }) => templateCard(t, deps.template[language]),
      add: (caller) => openAdd(caller),
      async edit(caller, typed) {
        requireOrganiser(caller, ORGANISERS_ONLY)
        return editForm(caller.t, await ownChosen(deps, caller, typed))
      },
      async remove(caller, typed) {
        requireOrganiser(caller, ORGANISERS_ONLY)
        return askRemove(deps, caller, await ownChosen(deps, caller, typed))
      },
      suggest: (event) => suggestTo(deps, event, event.typed, event.subcommand === 'show' ? 'all' : 'own'),
    },
    actions: {
      'problem.add': { answer: 'form', run: async ({ action: { args } }, caller) => openAdd(caller, args) },
      'problem.edit': {
        answer: 'form',
        run: async (event, caller) => editForm(caller.t, await ownPressed(deps, event, caller)),
      },
      'problem.show': {
        answer: 'private',
        run: ({ action: { args } }, caller) => show(deps, caller, args[0] ?? ''),
      },
      'problem.source': {
        answer: 'private',
        run: async (event, caller) => sourceCard(caller.t, await ownPressed(deps, event, caller)),
      },
      'problem.ask-remove': {
        answer: 'private',
        run: async (event, caller) => askRemove(deps, caller, await ownPressed(deps, event, caller)),
      },
      'problem.remove': { answer: 'private', run: (event, caller) => remove(deps, event, caller) },
      'problem.template': {
        answer: 'private',
        run: async (_, { t, language }) => templateCard(t, deps.template[language]),
      },
    },
    forms: {
      'problem.added': { answer: 'private', run: (event, caller) => fileNew(deps, event, caller) },
      'problem.edited': { answer: 'private', run: (event, caller) => fileAgain(deps, event, caller) },
    },
  }),
}

async function show({ db, content, peers }: FeatureDeps, caller: Caller, slug: string): Promise<Message> {
  const own = await standingProblem(db, caller.group.id, slug)
  const problem = own?.problem ?? content.problems.get(slug)?.[caller.language]
  if (!problem) throw new UserError('error.oldButton')
  const underWay = await problemsUnderWay(peers, caller.group.id)
  return problemCard(caller, { slug, problem, own }, underWay.has(slug))
}

/** @param args of a button that stands where a file was refused: what was filled in */
function openAdd(caller: Caller, args: readonly string[] = []): Form {
  requireOrganiser(caller, ORGANISERS_ONLY)
  return addForm(caller.t, languageSchema.catch(caller.group.language).parse(args[0]), args[1])
}

/** The group's own problem that a button names, for organisers. */
async function ownPressed(
  deps: FeatureDeps,
  { action: { args } }: ActionEvent,
  caller: Caller,
): Promise<StandingProblem> {
  requireOrganiser(caller, ORGANISERS_ONLY)
  return ownBySlug(deps, caller.group, args[0])
}

async function usesOf({ peers }: FeatureDeps, groupId: string, slug: string): Promise<Uses> {
  const [schedules, challenges, mocks] = await Promise.all([
    peers.schedule.postingsOf(groupId),
    peers.challenge.channelsOf(groupId, slug),
    peers.mock.channelsOf(groupId, slug),
  ])
  return { schedules, challenges, mocks }
}

async function offeredTo(deps: FeatureDeps, groupId: string): Promise<ReadonlySet<string>> {
  return new Set((await problemsOf(deps, groupId)).keys())
}

async function askRemove(
  deps: FeatureDeps,
  { group, t, user }: Caller,
  own: StandingProblem,
): Promise<Message> {
  const uses = await usesOf(deps, group.id, own.slug)
  return removalCard(t, own, uses, await offeredTo(deps, group.id), user)
}

async function remove(
  deps: FeatureDeps,
  { action: { args } }: ActionEvent,
  caller: Caller,
): Promise<Message> {
  requireOrganiser(caller, ORGANISERS_ONLY)
  const { group, t, user } = caller
  const [slug = ''] = args
  const shown = version.safeParse(args[1])
  const at = deps.clock.now()
  const removed =
    shown.success && (await removeProblem(deps.db, { groupId: group.id, slug, version: shown.data, at }))
  if (!removed) throw new UserError('error.oldButton')
  const uses = await usesOf(deps, group.id, slug)
  return removedCard(t, slug, uses, await offeredTo(deps, group.id), user)
}
