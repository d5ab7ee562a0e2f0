import type { PlaygroundWords } from './words.ts'

export type RefusalStatus = 400 | 403 | 404 | 413 | 415 | 503

/** A request that is not done: a status, and what its person is told in their language. */
export class Refusal extends Error {
  readonly status: RefusalStatus
  readonly say: (words: PlaygroundWords) => string

  constructor(status: RefusalStatus, say: (words: PlaygroundWords) => string) {
    super(`refused with ${status}`)
    this.name = 'Refusal'
    this.status = status
    this.say = say
  }
}

export const notThere = () => new Refusal(404, (words) => words.notThere)
