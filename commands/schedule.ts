import { type CommandEvent, defineCommand, LANGUAGES } from '#bot'
import type { Caller } from '../src/features/caller.ts'
import type { ScheduleApi } from '../src/features/schedule/index.ts'

type Context = Readonly<{ caller: Caller; schedule: ScheduleApi }>

const schedule = { kind: 'text', required: true, autocomplete: true, takes: 'schedule' } as const

/** A subcommand that needs to know which schedule, and nothing else. */
const change = (kind: 'resume' | 'skip' | 'run' | 'remove') =>
  ({
    options: { schedule },
    answer: 'private',
    run: (options: Readonly<{ schedule: string }>, event: CommandEvent, { schedule, caller }: Context) =>
      schedule.change(event, caller, options.schedule, { kind }),
  }) as const

export default defineCommand({
  subcommands: {
    add: {
      // On Slack the words without a name go to the first option that they fit.
      options: {
        channel: { kind: 'channel', required: true },
        day: { kind: 'text', autocomplete: true, takes: 'days', aliases: ['on', 'weekday', '星期', '日'] },
        time: { kind: 'text', autocomplete: true, takes: 'time', aliases: ['at', '时间', '時間'] },
        'time-zone': {
          kind: 'text',
          autocomplete: true,
          takes: 'zone',
          aliases: ['tz', 'zone', '时区', '時區'],
        },
        cron: { kind: 'text', takes: 'cron' },
        language: { kind: 'text', choices: LANGUAGES, aliases: ['lang', '语言', '語言'] },
        days: { kind: 'integer', aliases: ['d', '天', 'deadline', 'deadline-days'] },
        problems: {
          kind: 'text',
          autocomplete: true,
          takes: 'problems',
          aliases: ['problem', '题目', '題目'],
        },
        answers: { kind: 'text', choices: ['open', 'blind'] },
      },
      answer: 'private',
      run: ({ 'time-zone': timeZone, ...options }, event: CommandEvent, { schedule, caller }: Context) =>
        schedule.add(event, caller, { ...options, timeZone }),
    },
    list: {
      options: {},
      answer: 'private',
      run: (_, _event: CommandEvent, { schedule, caller }: Context) => schedule.list(caller),
    },
    pause: {
      options: {
        schedule,
        until: { kind: 'text', autocomplete: true, takes: 'date', aliases: ['till', 'to', '直到', '到'] },
      },
      answer: 'private',
      run: (options, event: CommandEvent, { schedule, caller }: Context) =>
        schedule.change(event, caller, options.schedule, { kind: 'pause', until: options.until }),
    },
    resume: change('resume'),
    skip: change('skip'),
    run: change('run'),
    pin: {
      options: {
        schedule,
        problem: { kind: 'text', required: true, autocomplete: true, rest: true, takes: 'problem' },
      },
      answer: 'private',
      run: (options, event: CommandEvent, { schedule, caller }: Context) =>
        schedule.change(event, caller, options.schedule, { kind: 'pin', problem: options.problem }),
    },
    remove: change('remove'),
  },
  suggest: (event, { schedule }) => schedule.suggest(event),
})
