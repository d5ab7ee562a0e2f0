import { afterEach, beforeEach, expect } from 'vitest'
import { action, type Form, type Message, type Outcome } from '#bot'
import { commands, createScript, type Script } from '../../platform-contract/script.ts'
import { openSlackStage, type SlackStage } from './stage.ts'

export const card = (...labels: readonly string[]): Message => ({
  summary: 'Card',
  blocks: [
    { type: 'text', text: 'A card' },
    {
      type: 'buttons',
      buttons: labels.map((label) => ({ label, action: action(label.toLowerCase(), 'mock 7', 'é|%#1') })),
    },
  ],
})
export const form = (name: string): Form => ({
  action: action(name, 'x'),
  title: 'A title that is longer than a window shows',
  intro: 'Fill it in.',
  submit: 'Save',
  fields: [
    { kind: 'text', id: 'note', label: 'Note', required: true, multiline: true, maxLength: 2000 },
    {
      kind: 'choice',
      id: 'level',
      label: 'Level',
      required: false,
      choices: [
        { value: '1', label: 'Low' },
        { value: '2', label: 'High' },
      ],
    },
  ],
})

export const fileForm: Form = {
  action: action('handed-in'),
  title: 'Hand in',
  submit: 'Save',
  fields: [
    { kind: 'text', id: 'note', label: 'Note', required: true, multiline: true, maxLength: 2000 },
    { kind: 'file', id: 'answer', label: 'Answer', required: true, accept: ['.md', '.txt'], maxBytes: 100 },
  ],
}

export type Answering = Readonly<{
  stage: SlackStage
  script: Script
  /** How forms and buttons of these names end. */
  outcomes: Record<string, Outcome>
  post(message: Message, key?: string): Promise<Awaited<ReturnType<SlackStage['message']>>>
  press(label?: string): Promise<Awaited<ReturnType<SlackStage['members']['bob']['click']>>>
}>

/** A bot on Slack that answers as its script says; opened before each test, and closed after it. */
export function answeringForTests(): Answering {
  let stage: SlackStage
  let script: Script
  let outcomes: Record<string, Outcome>
  beforeEach(async () => {
    stage = await openSlackStage()
    script = createScript()
    outcomes = {}
    await stage.platform.start(commands, async (event) => {
      const usual = await script.onEvent(event)
      return (
        (event.kind === 'form' || event.kind === 'action' ? outcomes[event.action.name] : undefined) ?? usual
      )
    })
  })
  afterEach(async () => {
    expect(stage.fake.violations).toEqual([])
    await stage.close()
  })
  const post = async (message: Message, key = 'card') =>
    stage.message(await stage.platform.post(stage.channel, message, key, false))
  return {
    get stage() {
      return stage
    },
    get script() {
      return script
    },
    get outcomes() {
      return outcomes
    },
    post,
    press: async (label = 'Press') => stage.members.bob.click(await post(card(label)), label),
  }
}
