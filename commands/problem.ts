import { type CommandEvent, defineCommand } from '#bot'
import type { Caller } from '../src/features/caller.ts'
import type { ProblemsApi } from '../src/features/problems/index.ts'

type Context = Readonly<{ caller: Caller; problems: ProblemsApi }>

const problem = { kind: 'text', required: true, autocomplete: true, rest: true } as const

export default defineCommand({
  subcommands: {
    list: {
      options: {},
      answer: 'private',
      run: (_, _event: CommandEvent, { problems, caller }: Context) => problems.list(caller),
    },
    show: {
      options: { problem },
      answer: 'private',
      run: (options, _event: CommandEvent, { problems, caller }: Context) =>
        problems.show(caller, options.problem),
    },
    add: {
      options: {},
      answer: 'form',
      run: (_, _event: CommandEvent, { problems, caller }: Context) => problems.add(caller),
    },
    edit: {
      options: { problem },
      answer: 'form',
      run: (options, _event: CommandEvent, { problems, caller }: Context) =>
        problems.edit(caller, options.problem),
    },
    remove: {
      options: { problem },
      answer: 'private',
      run: (options, _event: CommandEvent, { problems, caller }: Context) =>
        problems.remove(caller, options.problem),
    },
    template: {
      options: {},
      answer: 'private',
      run: (_, _event: CommandEvent, { problems, caller }: Context) => problems.template(caller),
    },
  },
  suggest: (event, { problems }) => problems.suggest(event),
})
