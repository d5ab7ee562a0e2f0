import { checkForm, type FormDrafts, type Interaction, type Message, type Outcome } from '#bot'
import { directOf, refOfPerson } from './channels.ts'
import { draw, drawForm } from './draw.ts'
import { handedIn } from './form-files.ts'
import { say, speaking } from './sending.ts'
import type { PlaygroundStorage } from './storage.ts'
import type { Answered, WireBlock, WireForm, WireMessage, WirePlace } from './wire.ts'

export type Responder = Pick<Interaction, 'defer' | 'reply' | 'tell' | 'openForm'> &
  Readonly<{
    /** What the page is told when the handler has ended. */
    settle(outcome: Outcome): Promise<Answered>
  }>

/**
 * Answers one interaction.
 * @param holdsBack what is said is posted when it is known that the event was handled; otherwise it is
 *   told beside the form, which stays open
 * @param source the message that bears what was pressed
 */
export function createResponder(
  { storage, drafts }: Readonly<{ storage: PlaygroundStorage; drafts: FormDrafts }>,
  person: string,
  place: WirePlace,
  holdsBack: boolean,
  source?: WireMessage,
): Responder {
  /** What the next reply takes the place of. */
  let replaced: WireMessage | undefined
  let form: WireForm | undefined
  const held: Message[] = []

  const post = async (message: Message) => {
    const id = replaced?.id
    replaced = undefined
    const { content, files } = draw(message)
    if (id !== undefined && (await storage.edit(id, content, files, Date.now()))) return
    // In their own conversation with the bot everything is theirs alone.
    const onlyFor = place.channel === directOf(person) ? null : person
    await say(storage, place, message, { onlyFor })
  }
  const speak = (message: Message) =>
    speaking(async () => {
      if (holdsBack) held.push(message)
      else await post(message)
    })

  return {
    async defer(mode) {
      if (mode === 'replace' && source && isTheirs(source, person)) replaced = source
    },
    reply: speak,
    tell: (message) => {
      replaced = undefined
      return speak(message)
    },
    openForm: (opened) =>
      speaking(async () => {
        checkForm(opened)
        const draft = await drafts.open(refOfPerson(person), opened)
        form = drawForm(draft, await handedIn(storage, person, draft))
      }),
    async settle(outcome) {
      if (outcome === 'done') for (const message of held) await post(message)
      // Refusals are words: nothing is kept of them that could be pressed or fetched.
      const blocks = held.flatMap((message) => draw(message).content.blocks)
      const refusal = outcome === 'done' || !holdsBack ? undefined : blocks.filter(isPlain)
      return { outcome, ...(form && { form }), ...(refusal && { refusal }) }
    },
  }
}

const NOT_PLAIN: ReadonlySet<WireBlock['type']> = new Set(['image', 'file', 'buttons', 'select'])
const isPlain = ({ type }: WireBlock) => !NOT_PLAIN.has(type)

/** Whether nobody else sees it. */
function isTheirs({ onlyFor, channel }: WireMessage, person: string): boolean {
  return onlyFor === person || channel === directOf(person)
}
