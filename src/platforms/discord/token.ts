import { REST, type RESTOptions, Routes } from 'discord.js'
import { isUnauthorized } from './errors.ts'

export type TokenOptions = Readonly<{
  rest: REST
  token: string
  /** The options of `rest`, to check the token with a client that still has it. */
  options: Partial<RESTOptions>
  /** True while another part reports a refused token. */
  isStarting(): boolean
  /** Called once for each refusal that Discord confirms. */
  onRefused(): void
}>

/**
 * A 401 makes discord.js forget the token, and it then sends nothing. A proxy may answer 401 by mistake, so Discord
 * is asked again, and the token stays forgotten only if it refuses again.
 * @returns a function that restores the token before and after a start
 */
export function keepToken({ rest, token, options, isStarting, onRefused }: TokenOptions): () => void {
  let checking = false

  async function check(): Promise<void> {
    const refused = await isRefused(new REST(options).setToken(token))
    checking = false
    if (refused) onRefused()
    else rest.setToken(token)
  }

  rest.on('response', ({ data }, { status }) => {
    // An interaction's own token, which is not sent with `auth`, just expires.
    if (status !== 401 || !data.auth || checking || isStarting()) return
    checking = true
    void check()
  })
  return () => rest.setToken(token)
}

/** False without a clear answer: the next request will show. */
async function isRefused(rest: REST): Promise<boolean> {
  try {
    await rest.get(Routes.user())
    return false
  } catch (error) {
    return isUnauthorized(error)
  }
}
