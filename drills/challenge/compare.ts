import { handedIn, posted, scored } from '../../test/e2e/challenge/checks.ts'
import { heads } from '../../test/e2e/challenge/heads.ts'
import { storedVotes, wrongVotes } from '../../test/e2e/challenge/votes.ts'
import { type Group, NAMES } from '../../test/e2e/group/group.ts'
import type { Note } from '../difference.ts'
import { compareLists } from './compare-lists.ts'
import type { Expected } from './model.ts'

/** Compares what is stored and what stands there with the model, once the challenge is closed. */
export async function compareAll(group: Group, expected: Expected, note: Note): Promise<void> {
  await compareStored(group, expected, note)
  for (const { kind, what } of await wrongVotes(group)) note(kind, what)
  await comparePosted(group, expected, note)
  await compareShown(group, note)
  for (const violation of await group.violations()) note('wrong', violation)
}

/** Wordings and forms. */
export async function compareStored(group: Group, expected: Expected, note: Note): Promise<void> {
  const wordings = await handedIn(group)
  for (const name of NAMES)
    compareLists(`${name}'s answer`, expected.wordings.get(name) ?? [], wordings.get(name) ?? [], note)
  const forms = await scored(group)
  for (const pair of new Set([...expected.scores.keys(), ...forms.keys()])) {
    const wanted = expected.scores.get(pair) ?? {}
    const stored = forms.get(pair) ?? {}
    for (const criterion of new Set([...Object.keys(wanted), ...Object.keys(stored)])) {
      if (wanted[criterion] === stored[criterion]) continue
      const what = `${pair}: ${criterion} is ${stored[criterion]}, not ${wanted[criterion]}`
      note(stored[criterion] === undefined ? 'lost' : 'wrong', what)
    }
  }
}

/** Every message stands once, and in order. */
async function comparePosted(group: Group, { wordings }: Expected, note: Note): Promise<void> {
  const { channel, thread } = await posted(group)
  compareLists('channel', ['card', 'digest'], channel, note)
  const answers = Array.from({ length: wordings.size }, (_, index) => `answer ${index + 1}`)
  // An answer that was taken back before its message was known comes back on a newer one.
  const order = [...thread].toSorted((a, b) => rank(a) - rank(b))
  compareLists('thread', ['opening', ...answers, 'design'], order, note)
  const kinds = thread.map((each) => each.replace(/ \d+$/u, ''))
  const sorted = ['opening', 'answer', 'design'].flatMap((kind) => kinds.filter((each) => each === kind))
  if (kinds.join() !== sorted.join()) note('misordered', `the thread goes: ${thread.join(', ')}`)
  for (const name of NAMES) {
    const told = (await group.members[name].dms())
      .filter(({ text }) => text.includes('Please review'))
      .map(({ text, links }) => JSON.stringify([text, links]))
    for (const each of new Set(told.filter((text, index) => told.indexOf(text) !== index)))
      note('doubled', `${name} was told twice: ${each}`)
  }
}

function rank(token: string): number {
  return token === 'opening' ? 0 : token === 'design' ? 1000 : Number(/\d+/u.exec(token)?.[0])
}

/** The answers show the votes by reaction that are stored, and offer no form any more. */
async function compareShown(group: Group, note: Note): Promise<void> {
  const stored = await storedVotes(group, 'reaction')
  for (const { number, post } of await heads(group)) {
    if (post.buttons.includes('Score')) note('wrong', `answer ${number} still offers its form`)
    const votes = stored.filter((vote) => vote.number === number)
    const levels = votes.filter(({ criterion }) => criterion === 'overall').map(({ level }) => level)
    const marks = votes.length - levels.length
    const line = post.text.split('\n').find((each) => each.includes('Reactions (public')) ?? ''
    const shownLevels = Number(/votes (\d+)/u.exec(line)?.[1] ?? 0)
    const shownMarks = line
      .split(' · ')
      .reduce((sum, part) => sum + Number(/^\D*\p{Extended_Pictographic}\S* (\d+)$/u.exec(part)?.[1] ?? 0), 0)
    if (shownLevels === levels.length && shownMarks === marks) continue
    const kind = shownLevels < levels.length || shownMarks < marks ? 'lost' : 'wrong'
    note(kind, `answer ${number} shows "${line}"; ${levels.length} levels and ${marks} marks are stored`)
  }
}
