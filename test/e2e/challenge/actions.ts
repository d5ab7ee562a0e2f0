import { TooSlow } from '../group/cuts.ts'
import { awaited, CARD, type Group, type Name, type Screen, saying, textFile } from '../group/group.ts'
import { headKept, headOf } from './heads.ts'

/** Actions that the bot confirmed: their results must be there whatever happens later. */
export type Confirmed = Readonly<{
  /** Wordings that were handed in privately, in order. */
  answers: Map<Name, string[]>
  /** Wordings of messages in the thread, which the bot hears when it can. */
  said: Map<Name, string[]>
  /** `reviewer author` -> criterion's name -> level. */
  scores: Map<string, Readonly<Record<string, string>>>
}>

export const newConfirmed = (): Confirmed => ({ answers: new Map(), said: new Map(), scores: new Map() })

/** An action that a person repeats until it is confirmed. */
export type Action = Readonly<{
  what: string
  who: Name
  run(group: Group, confirmed: Confirmed): Promise<void>
}>

/** How often in a row a person tries again when the bot is too slow for the service. */
const PATIENCE = 5

/** Does each person's actions in order, all people side by side. @throws Cut when the bot is killed */
export async function doAll(group: Group, actions: readonly Action[], confirmed: Confirmed): Promise<void> {
  const queues = Map.groupBy(actions, ({ who }) => who)
  await Promise.all([...queues.values()].map((queue) => doInOrder(group, [...queue], confirmed)))
}

/** Takes each action from the queue once it is done. @throws Cut when the bot is killed */
export async function doInOrder(group: Group, queue: Action[], confirmed: Confirmed): Promise<void> {
  let missed = 0
  for (let action = queue[0]; action; action = queue[0]) {
    try {
      await action.run(group, confirmed)
    } catch (error) {
      if (!(error instanceof TooSlow) || ++missed > PATIENCE) throw error
      continue
    }
    missed = 0
    queue.shift()
  }
}

/** @throws Error with what it says instead */
function mustSay({ text }: Screen, wanted: string | RegExp): void {
  const said = typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)
  if (!said) throw new Error(`"${wanted}" was expected, but it says: ${text}`)
}

/** The page on which a person writes an answer. */
async function panel(group: Group, who: Name): Promise<Screen> {
  return group.members[who].press(await saying(group, 'channel', CARD), 'Submit answer')
}

/** Writes a stage. */
export function writes(who: Name, stage: string, text: string): Action {
  return {
    what: `${who} writes ${stage}`,
    who,
    async run(group) {
      const page = await panel(group, who)
      // A stage that is written already has a mark before its name.
      const form = await page.press(stage).catch(() => page.press(`✓ ${stage}`))
      const saved = await form.fill({ "What you'd say and draw": text }, 'Save')
      mustSay(saved, `Saved: ${stage}, ${text.length} characters.`)
    },
  }
}

const TAKEN = /Handed in: yours is answer|now shows version|That is what you handed in already/u

function note(all: Map<Name, string[]>, who: Name, text: string): void {
  all.set(who, [...(all.get(who) ?? []), text])
}

/** Hands in what was written stage by stage. @param stages what it must be */
export function handsIn(who: Name, stages: Readonly<Record<string, string>>): Action {
  const text = Object.entries(stages)
    .map(([heading, part]) => `## ${heading}\n\n${part}`)
    .join('\n\n')
  return {
    what: `${who} hands in`,
    who,
    async run(group, { answers }) {
      const page = await panel(group, who)
      for (const [heading, part] of Object.entries(stages))
        mustSay(page, `${heading.replace(/^\d\. /u, '')}: ${part.length} characters`)
      mustSay(await page.press('Hand in'), TAKEN)
      note(answers, who, text)
    },
  }
}

/** Hands in a file. @param taken what the receipt must say */
export function sendsFile(who: Name, text: string, taken: string | RegExp = TAKEN): Action {
  return {
    what: `${who} sends a file`,
    who,
    async run(group, { answers }) {
      const form = await (await panel(group, who)).press('Send a file')
      mustSay(await form.fill({}, 'Hand in', { 'Your whole answer': textFile('design.md', text) }), taken)
      note(answers, who, text)
    },
  }
}

/** Takes the answer back once the bot knows its message: then it is that message that comes back. */
export function takesBack(who: Name): Action {
  return {
    what: `${who} takes the answer back`,
    who,
    async run(group) {
      await headKept(group, who)
      const page = await panel(group, who)
      // An earlier attempt may have succeeded without an answer.
      if (page.text.includes('Not handed in yet.')) return
      mustSay(await page.press('Take back'), 'Taken back: ')
    },
  }
}

/** Says `answer: …` in the thread. */
export function answersAloud(who: Name, text: string): Action {
  return {
    what: `${who} answers aloud`,
    who,
    async run(group, { said }) {
      await saying(group, 'thread', 'How to answer')
      if (!(await saidBy(group, who))) await group.members[who].say(`answer: ${text}`)
      note(said, who, text)
    },
  }
}

/** Edits the message that says `answer: …`. */
export function rewrites(who: Name, text: string): Action {
  return {
    what: `${who} rewrites the message`,
    who,
    async run(group, { said }) {
      // A wording that is changed before the bot hears it is none.
      await headOf(group, who)
      const message = await saidBy(group, who)
      if (!message) throw new Error(`${who} has said nothing`)
      await group.members[who].rewrite(message.id, `answer: ${text}`)
      note(said, who, text)
    },
  }
}

async function saidBy(group: Group, who: Name) {
  return (await group.thread()).findLast(
    ({ author, text }) => author === group.members[who].id && text.includes('answer: '),
  )
}

const WITHDRAWN = /This answer was withdrawn/u

/** Fills in the form, later where the answer is taken back just then. @param levels by the criterion's name; `Comment` is one, too */
export function scores(who: Name, author: Name, levels: Readonly<Record<string, string>>): Action {
  return {
    what: `${who} scores ${author}`,
    who,
    async run(group, confirmed) {
      const score = async () => {
        const form = await group.members[who].press(await headOf(group, author), 'Score')
        const receipt = WITHDRAWN.test(form.text) ? form : await form.fill(levels, 'Submit')
        return WITHDRAWN.test(receipt.text) ? undefined : receipt
      }
      mustSay(await awaited(group, score, 60_000), /Counted \d+ of 10/u)
      // The form opens with what was chosen before.
      const pair = `${who} ${author}`
      confirmed.scores.set(pair, { ...confirmed.scores.get(pair), ...levels })
    },
  }
}

/** Puts reactions on an answer. */
export function reacts(who: Name, author: Name, ...emoji: readonly string[]): Action {
  return {
    what: `${who} reacts to ${author}`,
    who,
    async run(group) {
      const { id } = await headOf(group, author)
      for (const each of emoji) await group.members[who].react(id, each)
    },
  }
}
