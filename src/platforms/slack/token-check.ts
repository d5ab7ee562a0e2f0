import { isRefusedToken } from './errors.ts'

export type TokenCheck = Readonly<{
  /** A request was refused, perhaps by a proxy on the way. */
  check(): void
  /** Slack tells that the app was removed, which may be long past. */
  checkRemoval(): void
}>

/**
 * Asks Slack whether it still takes the bot's token, before anything is given up for it.
 * @param test asks Slack
 * @param onRefused told whether Slack also said that the app was removed
 */
export function createTokenCheck(
  test: () => Promise<unknown>,
  onRefused: (removed: boolean) => Promise<void>,
): TokenCheck {
  let checking = false
  /** Removals that no answer has contradicted. */
  let removals = 0

  async function ask(): Promise<void> {
    const before = removals
    try {
      await test()
    } catch (error) {
      // If Slack is away, the next request that it refuses asks again.
      if (isRefusedToken(error)) await onRefused(removals > 0)
      return
    }
    removals -= before
    // The token may have been taken after Slack's answer.
    if (removals > 0) await ask()
  }

  function check(): void {
    if (checking) return
    checking = true
    void ask().finally(() => {
      checking = false
    })
  }

  return {
    check,
    checkRemoval() {
      removals++
      check()
    },
  }
}
