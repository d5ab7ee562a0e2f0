import { type AutocompleteEvent, type CommandEvent, defineCommand } from '#bot'
import type { ScheduleFlow } from '../src/features/schedule/flow.ts'

type Context = Readonly<{ schedules: ScheduleFlow }>

const schedule = { kind: 'text', required: true, autocomplete: true } as const

/** A subcommand that needs to know which schedule, and nothing else. */
const change = (kind: 'pause' | 'resume' | 'skip' | 'run' | 'remove') =>
  ({
    options: { schedule },
    answer: 'private',
    run: (options: Readonly<{ schedule: string }>, event: CommandEvent, { schedules }: Context) =>
      schedules.change(event, options.schedule, { kind }),
  }) as const

export default defineCommand({
  adminOnly: false,
  subcommands: {
    add: {
      // On Slack the words without a name go to the first option that they fit.
      options: {
        channel: { kind: 'channel', required: true },
        day: { kind: 'text', choices: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] },
        time: { kind: 'text' },
        'time-zone': { kind: 'text', autocomplete: true },
        cron: { kind: 'text' },
        language: { kind: 'text', choices: ['en', 'zh'] },
        days: { kind: 'integer' },
        problems: { kind: 'text', autocomplete: true },
        answers: { kind: 'text', choices: ['open', 'blind'] },
      },
      answer: 'private',
      run: ({ 'time-zone': timeZone, ...options }, event: CommandEvent, { schedules }: Context) =>
        schedules.add(event, { ...options, timeZone }),
    },
    list: {
      options: {},
      answer: 'private',
      run: (_, event: CommandEvent, { schedules }: Context) => schedules.list(event),
    },
    pause: change('pause'),
    resume: change('resume'),
    skip: change('skip'),
    run: change('run'),
    pin: {
      options: { schedule, problem: { kind: 'text', required: true, autocomplete: true } },
      answer: 'private',
      run: (options, event: CommandEvent, { schedules }: Context) =>
        schedules.change(event, options.schedule, { kind: 'pin', problem: options.problem }),
    },
    remove: change('remove'),
  },
  suggest: (event: AutocompleteEvent, { schedules }: Context) => schedules.suggest(event),
})
