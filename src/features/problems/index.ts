import type { AutocompleteEvent, Choice, Form, Message } from '#bot'
import { chosenProblem } from '../../content/choose.ts'
import type { Caller } from '../caller.ts'
import type { Feature } from '../feature.ts'
import { addFromFile, openAddForm } from './add.ts'
import { editForm } from './cards/forms.ts'
import { listCard } from './cards/list-card.ts'
import { sourceCard } from './cards/problem-card.ts'
import { templateCard } from './cards/template-card.ts'
import { chooseOwn } from './choose-own.ts'
import { ownProblemOf } from './components.ts'
import { editFromFile } from './edit.ts'
import { problemsOf } from './offered.ts'
import { askRemove, remove } from './remove.ts'
import { showProblem } from './show.ts'
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

/** `/problem`: a group's own problems, which are files checked like the content's and played in that group only. */
export const problems: Feature<ProblemsApi> = {
  name: 'problems',
  create: (deps) => ({
    api: {
      list: async (caller) => listCard(caller, await problemsOf(deps, caller.group.id)),
      async show(caller, typed) {
        const library = { problems: await problemsOf(deps, caller.group.id) }
        return showProblem(deps, caller, chosenProblem(library, typed, caller.t))
      },
      template: ({ t, language }) => templateCard(t, deps.template[language]),
      add: (caller) => openAddForm(caller),
      edit: async (caller, typed) => editForm(caller.t, await chooseOwn(deps, caller, typed)),
      remove: async (caller, typed) => askRemove(deps, caller, await chooseOwn(deps, caller, typed)),
      suggest: (event) => suggestTo(deps, event, event.typed, event.subcommand === 'show' ? 'all' : 'own'),
    },
    actions: {
      'problem.add': {
        answer: 'form',
        run: async ({ action: { args } }, caller) => openAddForm(caller, args),
      },
      'problem.edit': {
        answer: 'form',
        run: async (event, caller) => editForm(caller.t, await ownProblemOf(deps, event, caller)),
      },
      'problem.show': {
        answer: 'private',
        run: ({ action: { args } }, caller) => showProblem(deps, caller, args[0] ?? ''),
      },
      'problem.source': {
        answer: 'private',
        run: async (event, caller) => sourceCard(caller.t, await ownProblemOf(deps, event, caller)),
      },
      'problem.ask-remove': {
        answer: 'private',
        run: async (event, caller) => askRemove(deps, caller, await ownProblemOf(deps, event, caller)),
      },
      'problem.remove': { answer: 'private', run: (event, caller) => remove(deps, event, caller) },
      'problem.template': {
        answer: 'private',
        run: async (_, { t, language }) => templateCard(t, deps.template[language]),
      },
    },
    forms: {
      'problem.added': { answer: 'private', run: (event, caller) => addFromFile(deps, event, caller) },
      'problem.edited': { answer: 'private', run: (event, caller) => editFromFile(deps, event, caller) },
    },
  }),
}
