import type { CommandDefinition } from '#bot'
import type { Known } from '../../../../src/platforms/playground/page/command-line.ts'
import type { Hello, WireMessage } from '../../../../src/platforms/playground/wire.ts'
import { localized } from '../../../support/localized.ts'

export const both = (text: string) => localized(text, `${text}（中）`)

export const COMMANDS: readonly CommandDefinition[] = [
  { name: 'help', description: both('What it can do'), options: [] },
  {
    name: 'mock',
    description: both('Run a mock'),
    options: [
      { name: 'problem', kind: 'text', required: true, autocomplete: true, description: both('The problem') },
      { name: 'minutes', kind: 'integer', description: both('How long') },
      {
        name: 'language',
        kind: 'text',
        description: both('The language'),
        choices: [
          { value: 'en', label: localized('English', '英文') },
          { value: 'zh', label: localized('Chinese', '中文') },
        ],
      },
    ],
  },
  {
    name: 'schedule',
    description: both('Plans'),
    options: [],
    subcommands: [
      {
        name: 'add',
        description: both('Add one'),
        options: [
          { name: 'problem', kind: 'text', required: true, autocomplete: true, description: both('Which') },
          { name: 'hour', kind: 'integer', description: both('When') },
        ],
      },
      { name: 'list', description: both('Show them'), options: [] },
    ],
  },
  {
    name: 'settings',
    description: both('Settings'),
    options: [
      { name: 'time-zone', kind: 'text', description: both('The time zone') },
      { name: 'organiser', kind: 'user', description: both('Who') },
      { name: 'channel', kind: 'channel', description: both('Where') },
    ],
  },
]

export const KNOWN: Known = {
  commands: COMMANDS,
  people: [
    { id: 'ana', name: 'Ana Li', admin: false },
    { id: 'olga', name: 'Olga', admin: true },
  ],
  channels: [
    { id: 'c1', name: 'general', kind: 'channel' },
    { id: 'd-ana', name: 'Loopmate', kind: 'direct' },
  ],
  language: 'en',
}

export function message(id: string, more: Partial<WireMessage> = {}): WireMessage {
  return {
    id,
    change: Number(id),
    channel: 'c1',
    thread: null,
    author: 'olga',
    at: Number(id) * 1000,
    editedAt: null,
    deleted: false,
    onlyFor: null,
    pings: [],
    summary: '',
    tone: null,
    blocks: [{ type: 'text', text: `message ${id}` }],
    files: [],
    reactions: [],
    opened: null,
    ...more,
  }
}

export function hello(more: Partial<Hello> = {}): Hello {
  return {
    kind: 'hello',
    as: 'ana',
    people: KNOWN.people,
    channels: KNOWN.channels,
    commands: COMMANDS,
    clock: { real: 0, bot: 0, speed: 1, changeable: true },
    now: 50_000,
    emoji: ['👍'],
    maxFileBytes: 1000,
    maxTextLength: 4000,
    fresh: true,
    messages: [],
    change: 0,
    ...more,
  }
}
