import type { Answered, WireForm, WireMessage } from '../../../src/platforms/playground/wire.ts'
import type { Page } from '../../platforms/playground/page.ts'
import { until } from '../../support/until.ts'
import type { Screen } from './group.ts'
import { actionOf, textOf } from './playground-posts.ts'

type Place = Readonly<{ channel: string; thread: string | null }>

/** Does something on a member's page; where the bot ends meanwhile it fails. */
type Act = <T>(work: (page: Page) => Promise<T>) => Promise<T>

/** Asks the bot for something. @param source the message whose button is pressed @returns what the member alone is shown for it */
export function screenAfter(
  act: Act,
  place: Place,
  ask: (page: Page) => Promise<Answered>,
  source?: string,
): Promise<Screen> {
  return act(async (page) => {
    const before = latestChange(page)
    const { form, refusal } = await ask(page)
    if (form) return formScreen(act, form, place, source)
    if (refusal) return textScreen(refusal.map(textOf).join('\n'))
    return messageScreen(act, await until(() => answerSince(page, before)))
  })
}

function textScreen(text: string): Screen {
  return {
    text,
    press: () => Promise.reject(new Error(`there is no button: ${text}`)),
    choose: () => Promise.reject(new Error(`there is no select: ${text}`)),
    fill: () => Promise.reject(new Error(`there is no form: ${text}`)),
  }
}

function messageScreen(act: Act, message: WireMessage): Screen {
  const uses = (action: () => Readonly<{ action: string; value?: string }>) =>
    screenAfter(act, message, (page) => page.ask('action', { message: message.id, ...action() }), message.id)
  return {
    ...textScreen(message.blocks.map(textOf).join('\n')),
    press: (label) => uses(() => ({ action: actionOf(message, label) })),
    choose: (select, choice) =>
      uses(() => {
        const block = message.blocks.find((each) => each.type === 'select' && each.placeholder === select)
        if (block?.type !== 'select') throw new Error(`no select ${select}`)
        const value = block.choices.find(({ label }) => label === choice)?.value ?? choice
        return { action: block.action, value }
      }),
  }
}

function formScreen(act: Act, form: WireForm, { channel, thread }: Place, source?: string): Screen {
  return {
    text: [form.title, ...form.fields.flatMap(({ label, value }) => [label, value ?? ''])].join('\n'),
    press: () => Promise.reject(new Error('a form has no buttons')),
    choose: () => Promise.reject(new Error('a form is filled in')),
    fill: (given, _, handed = {}) =>
      act(async (page) => {
        const values: Record<string, string> = {}
        for (const { id, label, value } of form.fields) {
          const file = handed[label]
          const uploaded = file && (await page.upload(file.name, file.data))
          values[id] = uploaded ? String(uploaded.body.id ?? '') : (given[label] ?? value ?? '')
        }
        const body = { as: page.as, locale: 'en', channel, thread, form: form.id, values, source }
        const before = latestChange(page)
        const answer = await page.send('form', body)
        if (answer.status !== 200) return textScreen(String(answer.body.say))
        const { refusal } = answer.body as Answered
        if (refusal) return textScreen(refusal.map(textOf).join('\n'))
        return messageScreen(act, await until(() => answerSince(page, before)))
      }),
  }
}

const latestChange = (page: Page) => Math.max(0, ...page.messages().map(({ change }) => change))

/** The latest message for this person alone: a new one, or one that the answer replaced. */
function answerSince(page: Page, before: number): WireMessage | undefined {
  return page
    .messages()
    .filter(({ onlyFor, change }) => onlyFor === page.as && change > before)
    .toSorted((a, b) => a.change - b.change)
    .at(-1)
}
