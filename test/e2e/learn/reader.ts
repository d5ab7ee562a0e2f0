import type { WireBlock, WireMessage } from '../../../src/platforms/playground/wire.ts'
import type { FakeChannel, FakeMember, FakeMessage } from '../../fakes/discord/index.ts'
import type {
  FakeView,
  FakeChannel as SlackChannel,
  FakeMember as SlackMember,
} from '../../fakes/slack/index.ts'
import type { Page } from '../../platforms/playground/page.ts'
import { until } from '../../support/until.ts'

/** A person who reads with `/learn` on one platform, one private message at a time. */
export type Reader = Readonly<{
  /** Types the command. Resolves when it is answered. */
  learn(query?: string): Promise<void>
  press(label: string): Promise<void>
  choose(select: string, value: string): Promise<void>
  /** The text on the screen now. */
  text(): string
  /** Buttons that can be pressed. */
  buttons(): readonly string[]
  /** The values of a select. */
  offered(select: string): readonly string[]
  /** How many private messages or windows `/learn` and the presses since have led to. */
  count(): number
}>

type Option = Readonly<{ value: string }>

export function onDiscord(member: FakeMember, channel: FakeChannel): Reader {
  const shown: FakeMessage[] = []
  const now = () => {
    const message = shown.at(-1)
    if (!message) throw new Error('nothing was read yet')
    return message
  }
  /** Waits until the answer is there: another text in the same message, or another message. */
  const take = async (result: Awaited<ReturnType<FakeMember['click']>>) => {
    const answer = await result.reply()
    if (!answer.ephemeral) throw new Error(`answered for all to see: ${answer.text}`)
    if (!shown.includes(answer)) shown.push(answer)
  }
  return {
    async learn(query) {
      shown.length = 0
      await take(await member.command(channel, 'learn', query === undefined ? {} : { query }))
    },
    press: async (label) => take(await member.click(now(), label)),
    choose: async (select, value) => take(await member.choose(now(), select, value)),
    text: () => now().text,
    buttons: () => now().buttons.filter((label) => now().button(label)?.disabled !== true),
    offered: (select) => (now().select(select)?.options ?? []).map(({ value }: Option) => value),
    count: () => shown.length,
  }
}

export function onSlack(member: SlackMember, room: SlackChannel): Reader {
  const shown = new Set<FakeView>()
  let filled = ''
  const now = () => {
    const view = member.modal
    if (!view) throw new Error('no window is open')
    return view
  }
  const take = async (before: string) => {
    const view = await until(() => {
      const open = member.modal
      return open && open.callbackId === 'said' && open.hash !== before ? open : undefined
    })
    shown.add(view)
    filled = view.hash
  }
  return {
    async learn(query) {
      member.reload()
      shown.clear()
      const result = await member.command(room, `/learn ${query ?? ''}`.trim())
      if (result.error) throw new Error(result.error)
      await take('')
    },
    async press(label) {
      const before = filled
      await member.click(now(), label)
      await take(before)
    },
    async choose(select, value) {
      const before = filled
      await member.choose(now(), select, value)
      await take(before)
    },
    text: () => now().text,
    buttons: () => now().buttons,
    offered: (select) =>
      now().blocks.flatMap(({ elements = [] }) =>
        elements.flatMap((element) =>
          element.placeholder && JSON.stringify(element.placeholder).includes(select)
            ? (element.options ?? []).map((option) => String((option as Option).value))
            : [],
        ),
      ),
    count: () => shown.size,
  }
}

export function onPlayground(page: Page, channel: string): Reader {
  const place = { channel, thread: null }
  let since = ''
  let seen = 0
  const shown = () => page.messages().filter(({ onlyFor, id }) => onlyFor === page.as && id > since)
  const now = (): WireMessage => {
    const message = shown().at(-1)
    if (!message) throw new Error('nothing was read yet')
    return message
  }
  const take = async () => {
    const message = await until(() => shown().findLast(({ change }) => change > seen))
    seen = message.change
  }
  const blocks = <T extends WireBlock['type']>(type: T) =>
    now().blocks.filter((block): block is Extract<WireBlock, { type: T }> => block.type === type)
  const actions = () =>
    blocks('buttons').flatMap(({ buttons }) =>
      buttons.flatMap((button) => ('action' in button && !button.disabled ? [button] : [])),
    )
  const select = (placeholder: string) => blocks('select').find((each) => each.placeholder === placeholder)
  return {
    async learn(query) {
      since = page.messages().at(-1)?.id ?? ''
      await page.ask('command', { ...place, name: 'learn', options: query === undefined ? {} : { query } })
      await take()
    },
    async press(label) {
      const button = actions().find((each) => each.label === label)
      if (!button) throw new Error(`no button ${label}`)
      await page.ask('action', { message: now().id, action: button.action })
      await take()
    },
    async choose(placeholder, value) {
      const found = select(placeholder)
      if (!found) throw new Error(`no select ${placeholder}`)
      await page.ask('action', { message: now().id, action: found.action, value })
      await take()
    },
    text: () => now().blocks.map(textOf).join('\n'),
    buttons: () => actions().map(({ label }) => label),
    offered: (placeholder) => (select(placeholder)?.choices ?? []).map(({ value }) => value),
    count: () => shown().length,
  }
}

function textOf(block: WireBlock): string {
  switch (block.type) {
    case 'image':
      return block.alt
    case 'heading':
    case 'text':
    case 'note':
      return block.text
    case 'table':
      return [block.columns, ...block.rows].map((row) => row.join(' | ')).join('\n')
    case 'select':
      return block.choices.map(({ label }) => label).join('\n')
    default:
      return ''
  }
}
