import { expect } from 'vitest'
import { type Message, PlatformError, UserError } from '#bot'
import type { Call } from '../../support/scripted-platform.ts'
import { until } from '../../support/until.ts'
import type { ChallengeFixture } from './fixture.ts'
import { readable } from './reading.ts'

/** Attempts after which the outbox gives a delivery up. */
const ATTEMPTS = 44

/** Actions and queries of challenge tests. @param current returns the fixture, once the tests run */
export function helpersOf(current: () => ChallengeFixture) {
  /** Messages posted with a text, in order. */
  const posts = (text: string) =>
    current().calls.flatMap((call) =>
      call.kind === 'post' && readable(call.message).includes(text) ? [call.message] : [],
    )
  return {
    posts,
    press: (user: string, name: string, ...args: readonly (string | number)[]) =>
      current().act(user, { name, args: args.map(String) }),
    score: (user: string, submissionId: string, values: Readonly<Record<string, string>>) =>
      current().submit(user, { name: 'challenge.scored', args: [submissionId] }, values),
    words: (reply: unknown) => readable(reply as Message),
    /** The words of a message that has to be there. */
    wordsOf: (message: Message | undefined) =>
      message ? readable(message) : expect.unreachable('there is no such message'),
    results: (text: string) => posts(text).filter(({ summary }) => summary.startsWith('Result:')),
    cards: () => [...current().shown().values()].filter(({ summary }) => summary.startsWith('Challenge:')),
    /** The key of the sentence with which something is refused. */
    async refusal(doing: Promise<unknown>) {
      const error: unknown = await doing.then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      return error instanceof UserError ? error.key : expect.unreachable(`no refusal, but: ${String(error)}`)
    },
    /** The platform is down for as many attempts as one delivery has. */
    awayFor(concerns: (call: Call) => boolean) {
      let left = ATTEMPTS
      current().refuse((call) => {
        if (concerns(call) && left-- > 0) throw new PlatformError('later', 'the service is down')
      })
    },
    fileOf(name: string, text: string) {
      current().files.set(name, new TextEncoder().encode(text))
      return { id: name, name, bytes: text.length, url: 'x:' }
    },
    /** Lets time pass until a challenge is closed. */
    async closed(ms: number) {
      const before = posts('Result:').length
      await current().pass(ms)
      await until(() => posts('Result:').length > before)
      await current().sent()
    },
  }
}
