import { type CommandEvent, defineCommand } from '#bot'
import type { ProblemsFlow } from '../src/features/problems/flow.ts'

type Context = Readonly<{ problems: ProblemsFlow }>

const problem = { kind: 'text', required: true, autocomplete: true } as const

export default defineCommand({
  subcommands: {
    list: {
      options: {},
      answer: 'private',
      run: (_, event: CommandEvent, { problems }: Context) => problems.list(event),
    },
    show: {
      options: { problem },
      answer: 'private',
      run: (options, event: CommandEvent, { problems }: Context) => problems.show(event, options.problem),
    },
    add: {
      options: {},
      answer: 'form',
      run: (_, event: CommandEvent, { problems }: Context) => problems.add(event),
    },
    edit: {
      options: { problem },
      answer: 'form',
      run: (options, event: CommandEvent, { problems }: Context) => problems.edit(event, options.problem),
    },
    remove: {
      options: { problem },
      answer: 'private',
      run: (options, event: CommandEvent, { problems }: Context) => problems.remove(event, options.problem),
    },
    template: {
      options: {},
      answer: 'private',
      run: (_, event: CommandEvent, { problems }: Context) => problems.template(event),
    },
  },
  suggest: (event, { problems }) => problems.suggest(event),
})
