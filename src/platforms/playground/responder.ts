import { checkForm, type FormDrafts, type Interaction, type Message, type Outcome } from '#bot'
import { directOf, refOfPerson } from './channels.ts'
import { draw, drawForm } from './draw.ts'
import { handedIn } from './form-files.ts'
import { say, speaking } from './sending.ts'
import type { PlaygroundStorage } from './storage.ts'
import type { Answered, WireBlock, WireForm, WireMessage, WirePlace } from './wire.ts'

export type Responder = Pick<Interaction, 'defer' | 'reply' | 'tell' | 'openForm'> &
  Readonly<{
    /** The response to the page after the handler. */
    settle(outcome: Outcome): Promise<Answered>
  }>

/**
 * Answers one interaction.
 * @param holdsBack answers are posted only after the event was handled; a refusal is shown in the form, which stays
 *   open
 * @param source the message with the component, or with the one that opened the form
 */
export function createResponder(
  { storage, drafts }: Readonly<{ storage: PlaygroundStorage; drafts: FormDrafts }>,
  person: string,
  place: WirePlace,
  holdsBack: boolean,
  source?: WireMessage,
): Responder {
  /** The message that the next reply replaces. */
  let replaced: WireMessage | undefined
  let form: WireForm | undefined
  const held: Message[] = []

  const post = async (message: Message) => {
    const id = replaced?.id
    replaced = undefined
    const { content, files } = draw(message)
    if (id !== undefined && (await storage.edit(id, content, files, Date.now()))) return
    // Everything in a direct conversation is private already.
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
      // A refusal is plain text: its buttons and files are dropped.
      const blocks = held.flatMap((message) => draw(message).content.blocks)
      const refusal = outcome === 'done' || !holdsBack ? undefined : blocks.filter(isPlain)
      return { outcome, ...(form && { form }), ...(refusal && { refusal }) }
    },
  }
}

const NOT_PLAIN: ReadonlySet<WireBlock['type']> = new Set(['image', 'file', 'buttons', 'select'])
const isPlain = ({ type }: WireBlock) => !NOT_PLAIN.has(type)

/** Whether only one person sees the message. */
function isTheirs({ onlyFor, channel }: WireMessage, person: string): boolean {
  return onlyFor === person || channel === directOf(person)
}
