import { type SentenceArguments, type TextKey, UserError } from '#bot'

export type RefusalStatus = 400 | 403 | 404 | 413 | 415 | 503

/** A refused request: a status, and the sentence for its person. */
export class Refusal<Key extends TextKey = TextKey> extends UserError<Key> {
  readonly status: RefusalStatus

  constructor(status: RefusalStatus, ...said: SentenceArguments<Key>) {
    super(...said)
    this.name = 'Refusal'
    this.status = status
  }
}

export const notThere = () => new Refusal(404, 'playground.server.notThere')
