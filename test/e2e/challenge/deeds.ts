import { expect } from 'vitest'
import { CARD, type Group, type Name, saying, textFile } from '../group/group.ts'
import { headOf } from './heads.ts'

/** What somebody has been told was taken: it must be there whatever happens later. */
export type Ledger = Readonly<{
  /** Wordings, in the order in which they were handed in. */
  answers: Map<Name, string[]>
  /** What was written in the thread, which the bot hears when it can. */
  said: Map<Name, string[]>
  /** `reviewer author` -> criterion's name -> level. */
  scores: Map<string, Readonly<Record<string, string>>>
}>

/** Something that a person does until it is done, again from the beginning where the bot died over it. */
export type Deed = Readonly<{ what: string; who: Name; run(group: Group, ledger: Ledger): Promise<void> }>

/** The page on which somebody writes their answer. */
async function panel(group: Group, who: Name) {
  return group.members[who].press(await saying(group, 'channel', CARD), 'Submit answer')
}

/** Writes a stage; the name has a mark before it where something stands there already. */
export function writes(who: Name, stage: string, text: string): Deed {
  return {
    what: `${who} writes ${stage}`,
    who,
    async run(group) {
      const page = await panel(group, who)
      const form = await page.press(stage).catch(() => page.press(`✓ ${stage}`))
      const saved = await form.fill({ "What you'd say and draw": text }, 'Save')
      expect(saved.text).toContain(`Saved: ${stage}, ${text.length} characters.`)
    },
  }
}

const TAKEN = /Handed in: yours is answer|now shows version|That is what you handed in already/u

function note(all: Map<Name, string[]>, who: Name, text: string): void {
  all.set(who, [...(all.get(who) ?? []), text])
}

/** Hands in what was written stage by stage. @param stages what it must be */
export function handsIn(who: Name, stages: Readonly<Record<string, string>>): Deed {
  const text = Object.entries(stages)
    .map(([heading, part]) => `## ${heading}\n\n${part}`)
    .join('\n\n')
  return {
    what: `${who} hands in`,
    who,
    async run(group, ledger) {
      const page = await panel(group, who)
      for (const [heading, part] of Object.entries(stages))
        expect(page.text).toContain(`${heading.replace(/^\d\. /u, '')}: ${part.length} characters`)
      expect((await page.press('Hand in')).text).toMatch(TAKEN)
      note(ledger.answers, who, text)
    },
  }
}

export function sendsFile(who: Name, text: string): Deed {
  return {
    what: `${who} sends a file`,
    who,
    async run(group, ledger) {
      const form = await (await panel(group, who)).press('Send a file')
      const said = await form.fill({}, 'Hand in', { 'Your whole answer': textFile('design.md', text) })
      expect(said.text).toMatch(TAKEN)
      note(ledger.answers, who, text)
    },
  }
}

/** Says `answer: …` in the thread. */
export function answersAloud(who: Name, text: string): Deed {
  return {
    what: `${who} answers aloud`,
    who,
    async run(group, ledger) {
      await saying(group, 'thread', 'How to answer')
      const said = await saidBy(group, who)
      if (!said) await group.members[who].say(`answer: ${text}`)
      note(ledger.said, who, text)
    },
  }
}

export function rewrites(who: Name, text: string): Deed {
  return {
    what: `${who} rewrites their message`,
    who,
    async run(group, ledger) {
      // A wording that nobody heard before it was changed is none.
      await headOf(group, who)
      const said = await saidBy(group, who)
      if (!said) throw new Error(`${who} has said nothing`)
      await group.members[who].rewrite(said.id, `answer: ${text}`)
      note(ledger.said, who, text)
    },
  }
}

async function saidBy(group: Group, who: Name) {
  return (await group.thread()).findLast(
    ({ author, text }) => author === group.members[who].id && text.includes('answer: '),
  )
}

/** @param levels by the criterion's name; `Comment` is one, too */
export function scores(who: Name, author: Name, levels: Readonly<Record<string, string>>): Deed {
  return {
    what: `${who} scores ${author}`,
    who,
    async run(group, ledger) {
      const form = await group.members[who].press(await headOf(group, author), 'Score')
      const receipt = await form.fill(levels, 'Submit')
      expect(receipt.text).toMatch(/Counted \d+ of 10/u)
      // The form opens with what was chosen before.
      const pair = `${who} ${author}`
      ledger.scores.set(pair, { ...ledger.scores.get(pair), ...levels })
    },
  }
}
