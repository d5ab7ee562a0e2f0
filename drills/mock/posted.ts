import type { Place } from '../service.ts'

/** A message of the bot's, as it was posted and as it reads now. */
export type Posted = Readonly<{
  first: string
  last: string
  versions: readonly string[]
  buttons: readonly string[]
  /** The number of its delivery, and the part of it. */
  delivery: readonly [number, number] | undefined
  /** When it was posted, in milliseconds of real time. */
  at: number
}>

export function readPosted({ said }: Place): readonly Posted[] {
  return said.map(({ versions, text, buttons, delivery, at }) => ({
    first: versions[0] ?? '',
    last: text,
    versions,
    buttons,
    delivery,
    at,
  }))
}

/** The meaning of a message in the thread for the course of the mock. */
export type Token =
  | Readonly<{ kind: 'stage'; stage: number; missed: readonly string[] }>
  | Readonly<{ kind: 'scoring'; missed: readonly string[] }>
  | Readonly<{ kind: 'paused' | 'resumed' | 'extended'; by: string }>
  | Readonly<{ kind: 'curveball' | 'opening' | 'debrief' | 'minutes' | 'words' | 'design' | 'diagrams' }>

const SAID: readonly (readonly [RegExp, (found: RegExpExecArray) => Token])[] = [
  [/^## Debrief: /mu, () => ({ kind: 'debrief' })],
  [/^## Where the minutes went/mu, () => ({ kind: 'minutes' })],
  [/^## Notes and comments/mu, () => ({ kind: 'words' })],
  [/^## A worked design/mu, () => ({ kind: 'design' })],
  [/^## Its diagrams/mu, () => ({ kind: 'diagrams' })],
  [/the floor is yours/u, () => ({ kind: 'opening' })],
  [/^Paused by <@(\w+)>/u, ([, by = '']) => ({ kind: 'paused', by })],
  [/^<@(\w+)> resumed/u, ([, by = '']) => ({ kind: 'resumed', by })],
  [/^<@(\w+)> added two minutes/u, ([, by = '']) => ({ kind: 'extended', by })],
  [/^A change of plan:/u, () => ({ kind: 'curveball' })],
]

/** Undefined for what has no place in the course, such as a nudge. */
export function tokenOf({ first }: Posted): Token | undefined {
  const missed = /Meanwhile time ran out for: (.+)\.$/mu.exec(first)?.[1]?.split(', ') ?? []
  const stage = /^## (\d)\/8 · /mu.exec(first)?.[1]
  if (stage !== undefined) return { kind: 'stage', stage: Number(stage) - 1, missed }
  if (/^## Time to score/mu.test(first)) return { kind: 'scoring', missed }
  for (const [text, token] of SAID) {
    const found = text.exec(first)
    if (found) return token(found)
  }
  return undefined
}
