/** The bot ended before it answered: nobody knows whether it did what was asked. */
export class Cut extends Error {}

/** The bot was too slow for the service, as on a busy machine: the person does it again. */
export class TooSlow extends Error {}

export type Cuts = ReturnType<typeof createCuts>

/** Lets what people do fail at once when the bot ends. */
export function createCuts() {
  let alive = true
  let answered = 0
  let dead = Promise.withResolvers<never>()
  dead.promise.catch(() => undefined)
  return {
    alive: () => alive,
    answered: () => answered,
    cut() {
      alive = false
      dead.reject(new Cut('the bot ended'))
    },
    revive() {
      alive = true
      dead = Promise.withResolvers<never>()
      dead.promise.catch(() => undefined)
    },
    /** @throws Cut when the bot ends before it is done */
    async during<T>(work: () => Promise<T>): Promise<T> {
      const { promise } = dead
      let ended = false
      promise.catch(() => {
        ended = true
      })
      try {
        const done = await Promise.race([work(), promise])
        answered++
        return done
      } catch (error) {
        // A failure in the same moment has the same reason.
        await new Promise((resolve) => setImmediate(resolve))
        throw ended ? new Cut('the bot ended') : error
      }
    },
  }
}
