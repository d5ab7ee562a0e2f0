import type {
  ActionEvent,
  BotEvent,
  CommandDefinition,
  CommandEvent,
  FormEvent,
  Message,
  Outcome,
} from '#bot'
import { localized } from '../support/localized.ts'
import { until } from '../support/until.ts'

type Asked = CommandEvent | ActionEvent | FormEvent

/** A bot that remembers what it hears and answers as it is told. */
export type Script = Readonly<{
  heard: readonly BotEvent[]
  /** Handles a command, a button or a form of this name. */
  on(name: string, answer: (event: Asked) => Promise<void>): void
  onEvent(event: BotEvent): Promise<Outcome>
  /** Waits for an event, and gives it back. */
  hear<K extends BotEvent['kind']>(
    kind: K,
    which?: (event: Extract<BotEvent, { kind: K }>) => boolean,
  ): Promise<Extract<BotEvent, { kind: K }>>
}>

export function createScript(): Script {
  const heard: BotEvent[] = []
  const answers = new Map<string, (event: Asked) => Promise<void>>()
  return {
    heard,
    on: (name, answer) => void answers.set(name, answer),
    async onEvent(event) {
      heard.push(event)
      if (event.kind === 'autocomplete')
        await event.suggest(
          ['recommendation-system', 'rag-pipeline', 'fraud-detection']
            .filter((value) => value.startsWith(event.typed))
            .map((value) => ({ value, label: `Problem ${value}` })),
        )
      if (event.kind === 'command') await answers.get(event.name)?.(event)
      if (event.kind === 'action' || event.kind === 'form') await answers.get(event.action.name)?.(event)
      return 'done'
    },
    hear: (kind, which = () => true) =>
      until(() =>
        heard.find((event): event is Extract<BotEvent, { kind: typeof kind }> => {
          return event.kind === kind && which(event as Extract<BotEvent, { kind: typeof kind }>)
        }),
      ),
  }
}

export function text(words: string): Message {
  return { summary: words, blocks: [{ type: 'text', text: words }] }
}

const name = (words: string) => localized(words, words)

export const commands: readonly CommandDefinition[] = [
  {
    name: 'mock',
    description: localized('Open a mock interview', '开始一场模拟面试'),
    options: [
      { name: 'problem', kind: 'text', description: name('The problem'), required: true, autocomplete: true },
      { name: 'minutes', kind: 'integer', description: name('How long') },
    ],
  },
  {
    name: 'schedule',
    description: localized('Post problems by a plan', '按计划出题'),
    options: [],
    subcommands: [
      {
        name: 'add',
        description: localized('Add a plan', '添加计划'),
        options: [
          { name: 'problem', kind: 'text', description: name('Which'), required: true, autocomplete: true },
          { name: 'hour', kind: 'integer', description: name('When') },
        ],
      },
      { name: 'list', description: localized('Show the plans', '查看计划'), options: [] },
    ],
  },
  { name: 'settings', description: localized('Change settings', '设置'), options: [] },
]
