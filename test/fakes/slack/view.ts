import { blockLines, isChoice, plain, shown, walk } from './blocks.ts'
import type { Json, Part, User } from './model.ts'
import type { World } from './world.ts'

/** The values that a person has filled into a view so far: by block_id, then action_id. */
export type ViewState = Record<string, Record<string, Json>>

/** A modal or a Home tab as a person sees it now; it changes as the bot updates it. */
export class FakeView {
  readonly id: string
  readonly owner: User
  /** As it was sent. */
  content: Json = {}
  hash = ''
  /** Whether a modal is open. */
  open = true
  root: FakeView | undefined
  previous: FakeView | undefined
  state: ViewState = {}
  /** The errors under its inputs, by label, after a refused submission. */
  errors: Record<string, string> = {}

  constructor(id: string, owner: User) {
    this.id = id
    this.owner = owner
  }

  get blocks(): Part[] {
    return (this.content.blocks ?? []) as Part[]
  }

  get title(): string {
    return plain(this.content.title as Part | undefined)
  }

  /** The label of the button that submits; undefined when it can't be submitted. */
  get submit(): string | undefined {
    return this.content.submit ? plain(this.content.submit as Part) : undefined
  }

  get callbackId(): string {
    return String(this.content.callback_id ?? '')
  }

  /** All that is read in it. */
  get text(): string {
    return shown([this.title, ...blockLines(this.blocks)].filter((line) => line !== '').join('\n'))
  }

  get buttons(): string[] {
    return [...walk(this.blocks)].filter((part) => part.type === 'button').map((part) => plain(part.text))
  }

  get selects(): string[] {
    return [...walk(this.blocks)].filter(isChoice).map((part) => plain(part.placeholder))
  }

  /** Labels of the inputs, in order. */
  get inputs(): string[] {
    return this.blocks.filter((block) => block.type === 'input').map((block) => plain(block.label))
  }
}

export function viewJson(world: World, view: FakeView): Json {
  const { content } = view
  return {
    id: view.id,
    team_id: world.team.id,
    type: content.type,
    blocks: content.blocks,
    private_metadata: content.private_metadata ?? '',
    callback_id: content.callback_id ?? '',
    state: { values: view.state },
    hash: view.hash,
    title: content.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: content.clear_on_close ?? false,
    notify_on_close: content.notify_on_close ?? false,
    close: content.close ?? null,
    submit: content.submit ?? null,
    previous_view_id: view.previous?.id ?? null,
    root_view_id: view.root?.id ?? view.id,
    app_id: world.appId,
    external_id: content.external_id ?? '',
    app_installed_team_id: world.team.id,
    bot_id: world.botId,
  }
}
