import { z } from 'zod'
import {
  type ActionEvent,
  type AutocompleteEvent,
  type Choice,
  type Form,
  type Handlers,
  type Interaction,
  type Message,
  UserError,
} from '#bot'
import { chosenProblem } from '../../content/choose.ts'
import { type Caller, callerOf, organiserOf, ownBySlug, ownChosen } from './access.ts'
import { listCard, problemCard, sourceCard, templateCard } from './cards.ts'
import type { ProblemsDeps } from './deps.ts'
import { fileAgain, fileNew } from './filing.ts'
import { addForm, editForm } from './forms.ts'
import { problemsOf } from './library.ts'
import { removalCard, removedCard } from './removal.ts'
import { removeProblem, type StandingProblem, standingProblem } from './store.ts'
import { suggestTo } from './suggest.ts'

export type ProblemsFlow = Handlers &
  Readonly<{
    list(event: Interaction): Promise<Message>
    /** @throws UserError naming the nearest where there is none of that name */
    show(event: Interaction, typed: string): Promise<Message>
    template(event: Interaction): Promise<Message>
    /** @throws UserError for who is no organiser; as do the next two */
    add(event: Interaction): Promise<Form>
    edit(event: Interaction, typed: string): Promise<Form>
    /** Asks before anything is removed. */
    remove(event: Interaction, typed: string): Promise<Message>
    suggest(event: AutocompleteEvent): Promise<readonly Choice[]>
  }>

const version = z.coerce.number().int().positive()
const languageSchema = z.enum(['en', 'zh'])

/** A group's own problems: added as a file, checked like the content's, and played in that group only. */
export function createProblems(deps: ProblemsDeps): ProblemsFlow {
  const { db, clock, content, template } = deps

  async function show(caller: Caller, slug: string): Promise<Message> {
    const own = await standingProblem(db, caller.group.id, slug)
    const problem = own?.problem ?? content.problems.get(slug)?.[caller.language]
    if (!problem) throw new UserError('error.oldButton')
    return problemCard(caller, { slug, problem, own }, await deps.underWay(caller.group.id, slug))
  }

  async function giveTemplate(event: Interaction): Promise<Message> {
    const { t, language } = await callerOf(deps, event)
    return templateCard(t, template[language])
  }

  /** Also pressed where a file was refused: with what was filled in. */
  async function openAdd(event: Interaction, args: readonly string[] = []): Promise<Form> {
    const { t, group } = await organiserOf(deps, event)
    return addForm(t, languageSchema.catch(group.language).parse(args[0]), args[1])
  }

  async function offeredTo(groupId: string): Promise<ReadonlySet<string>> {
    return new Set((await problemsOf(deps, groupId)).keys())
  }

  async function askRemove({ actor }: Interaction, { group, t }: Caller, own: StandingProblem) {
    const uses = await deps.usesOf(group.id, own.slug)
    return removalCard(t, own, uses, await offeredTo(group.id), actor)
  }

  async function remove(event: ActionEvent): Promise<Message> {
    const { group, t } = await organiserOf(deps, event)
    const [slug = ''] = event.action.args
    const shown = version.safeParse(event.action.args[1])
    const removed =
      shown.success &&
      (await removeProblem(db, { groupId: group.id, slug, version: shown.data, at: clock.now() }))
    if (!removed) throw new UserError('error.oldButton')
    const uses = await deps.usesOf(group.id, slug)
    return removedCard(t, slug, uses, await offeredTo(group.id), event.actor)
  }

  return {
    async list(event) {
      const caller = await callerOf(deps, event)
      return listCard(caller, await problemsOf(deps, caller.group.id))
    },
    async show(event, typed) {
      const caller = await callerOf(deps, event)
      const problems = await problemsOf(deps, caller.group.id)
      return show(caller, chosenProblem({ problems }, typed, caller.t))
    },
    template: giveTemplate,
    add: (event) => openAdd(event),
    async edit(event, typed) {
      const caller = await organiserOf(deps, event)
      return editForm(caller.t, await ownChosen(deps, caller, typed))
    },
    async remove(event, typed) {
      const caller = await organiserOf(deps, event)
      return askRemove(event, caller, await ownChosen(deps, caller, typed))
    },
    suggest: (event) => suggestTo(deps, event, event.typed, event.subcommand === 'show' ? 'all' : 'own'),
    actions: {
      'problem.add': { answer: 'form', run: (event) => openAdd(event, event.action.args) },
      'problem.edit': {
        answer: 'form',
        async run(event) {
          const { t, group } = await organiserOf(deps, event)
          return editForm(t, await ownBySlug(deps, group, event.action.args[0]))
        },
      },
      'problem.show': {
        answer: 'private',
        run: async (event) => show(await callerOf(deps, event), event.action.args[0] ?? ''),
      },
      'problem.source': {
        answer: 'private',
        async run(event) {
          const { t, group } = await organiserOf(deps, event)
          return sourceCard(t, await ownBySlug(deps, group, event.action.args[0]))
        },
      },
      'problem.ask-remove': {
        answer: 'private',
        async run(event) {
          const caller = await organiserOf(deps, event)
          return askRemove(event, caller, await ownBySlug(deps, caller.group, event.action.args[0]))
        },
      },
      'problem.remove': { answer: 'private', run: remove },
      'problem.template': { answer: 'private', run: giveTemplate },
    },
    forms: {
      'problem.added': { answer: 'private', run: (event) => fileNew(deps, event) },
      'problem.edited': { answer: 'private', run: (event) => fileAgain(deps, event) },
    },
  }
}
