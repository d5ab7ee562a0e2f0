import { randomUUID } from 'node:crypto'
import {
  type BotEvent,
  type Choice,
  type CommandDefinition,
  decodeAction,
  type FormDrafts,
  type Interaction,
  type Language,
  type Outcome,
} from '#bot'
import { createQueues } from '../../kit/queues.ts'
import { isVisible, refOfPerson, refOfPlace, SPACE, takesThreads, viewerOf } from './channels.ts'
import { takeFiles } from './form-files.ts'
import { checkDraft, checkSubmitted } from './form-values.ts'
import { checkOptions } from './option-values.ts'
import { notThere, Refusal } from './refusal.ts'
import { createResponder, type Responder } from './responder.ts'
import type { Bodies } from './schemas.ts'
import type { PlaygroundStorage } from './storage.ts'
import type { Answered, Person, WireBlock, WirePlace } from './wire.ts'

const MAX_CHOICES = 25

export type InteractionContext = Readonly<{
  storage: PlaygroundStorage
  drafts: FormDrafts
  commands(): readonly CommandDefinition[]
  /** Passes an event to the bot. */
  emit(event: BotEvent): Promise<Outcome>
}>

/** Turns commands, buttons and forms into events. */
export function createInteractions(context: InteractionContext) {
  const { storage, drafts, commands, emit } = context
  const inTurn = createQueues()

  return {
    async command(person: Person, body: Bodies['command']): Promise<Answered> {
      const place = await placeFor(storage, person, body)
      const definition = commands().find(({ name }) => name === body.name)
      if (!definition) throw new Refusal(400, 'playground.server.unknownCommand')
      const subcommand = definition.subcommands?.find(({ name }) => name === body.subcommand)
      if (subcommand?.name !== body.subcommand || (definition.subcommands && !subcommand))
        throw new Refusal(400, 'playground.server.unknownCommand')
      const options = checkOptions(
        subcommand ?? definition,
        body.options,
        await storage.people(),
        viewerOf(person.id),
      )
      const answer = createResponder(context, person.id, place, false)
      const base = baseOf(person, body.locale, place, answer)
      const called = { name: body.name, ...(subcommand && { subcommand: subcommand.name }) }
      return answer.settle(await emit({ ...base, kind: 'command', ...called, options }))
    },

    async suggest(
      person: Person,
      body: Bodies['suggest'],
    ): Promise<Readonly<{ choices: readonly Choice[] }>> {
      const place = await placeFor(storage, person, body)
      let choices: readonly Choice[] = []
      await emit({
        kind: 'autocomplete',
        actor: actorOf(person, body.locale),
        channel: refOfPlace(place),
        name: body.name,
        ...(body.subcommand !== undefined && { subcommand: body.subcommand }),
        option: body.option,
        typed: body.typed,
        suggest: async (offered) => {
          choices = offered.slice(0, MAX_CHOICES)
        },
      })
      return { choices }
    },

    async action(person: Person, body: Bodies['action']): Promise<Answered> {
      const message = await storage.find(body.message)
      const mayUse = message && !message.deleted && isVisible(message, viewerOf(person.id))
      const action = decodeAction(body.action)
      if (!mayUse || !action || !message.blocks.some((block) => bears(block, body))) throw notThere()
      const answer = createResponder(context, person.id, message, false, message)
      const base = baseOf(person, body.locale, message, answer)
      const value = body.value === undefined ? {} : { value: body.value }
      return answer.settle(await emit({ ...base, kind: 'action', action, ...value }))
    },

    async form(person: Person, body: Bodies['form']): Promise<Answered> {
      const place = await placeFor(storage, person, body)
      const user = refOfPerson(person.id)
      // A second submission finds the form closed.
      return inTurn(`${person.id} ${body.form}`, async () => {
        const draft = await drafts.load(user, body.form)
        const action = decodeAction(body.form)
        if (!draft || !action) throw new Refusal(404, 'playground.server.formClosed')
        const submitted = checkSubmitted(draft.form, body.values)
        const { values, files } = await takeFiles(storage, person.id, { form: draft.form, values: submitted })
        const source = body.source === undefined ? undefined : await storage.find(body.source)
        const mayUse = source && !source.deleted && isVisible(source, viewerOf(person.id))
        const answer = createResponder(context, person.id, place, true, mayUse ? source : undefined)
        const base = baseOf(person, body.locale, place, answer)
        const outcome = await emit({ ...base, kind: 'form', action, values, files })
        const answered = await answer.settle(outcome)
        if (outcome === 'done') await drafts.close(user, body.form)
        return answered
      })
    },

    async draft(person: Person, body: Bodies['draft']): Promise<Readonly<Record<string, never>>> {
      const user = refOfPerson(person.id)
      const draft = await drafts.load(user, body.form)
      if (!draft) throw new Refusal(404, 'playground.server.formClosed')
      await drafts.merge(user, body.form, checkDraft(draft.form, body.values))
      return {}
    },
  }
}

/** @throws Refusal if the person sees no such channel, or it has no such thread */
export async function placeFor(storage: PlaygroundStorage, person: Person, { channel, thread }: WirePlace) {
  const unknown = () => new Refusal(404, 'playground.server.unknownPlace')
  if (!viewerOf(person.id).channels.includes(channel)) throw unknown()
  if (thread !== null) {
    const head = await storage.find(thread)
    if (!head?.opened || head.channel !== channel) throw unknown()
  }
  return { channel, thread }
}

/** Whether the blocks have an enabled button with the action, or a select that offers the value. */
function bears(block: WireBlock, { action, value }: Bodies['action']): boolean {
  if (block.type === 'select')
    return block.action === action && block.choices.some((choice) => choice.value === value)
  return (
    block.type === 'buttons' &&
    value === undefined &&
    block.buttons.some((button) => 'action' in button && button.action === action && !button.disabled)
  )
}

function actorOf({ id, name, admin }: Person, locale: Language) {
  return { ...SPACE, user: id, name, admin, locale }
}

function baseOf(
  person: Person,
  locale: Language,
  { channel, thread }: WirePlace,
  answer: Responder,
): Interaction {
  const { defer, reply, tell, openForm } = answer
  return {
    id: randomUUID(),
    actor: actorOf(person, locale),
    channel: refOfPlace({ channel, thread }),
    spaceLocale: locale,
    missing: [],
    threads: takesThreads({ channel, thread }),
    defer,
    reply,
    tell,
    openForm,
  }
}
