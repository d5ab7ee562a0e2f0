/** The schedule that a person means, and the revision that they have seen, where it is known. */
export type Handle = Readonly<{ number: number; revision?: number }>

/** How people name a schedule: `#3`. With its revision, `#3.12`, a choice from an outdated list is detected. */
export function handleOf(number: number, revision?: number): string {
  return revision === undefined ? `#${number}` : `#${number}.${revision}`
}

/** @returns undefined for anything else */
export function readHandle(typed: string): Handle | undefined {
  const [, number, revision] = /^[#＃]?(\d{1,6})(?:\.(\d{1,9}))?(?:\s.*)?$/u.exec(typed.trim()) ?? []
  if (number === undefined) return undefined
  return { number: Number(number), ...(revision !== undefined && { revision: Number(revision) }) }
}
