import { REST, type RESTOptions, Routes } from 'discord.js'
import { isUnauthorized } from './errors.ts'

export type TokenOptions = Readonly<{
  rest: REST
  token: string
  /** How `rest` was made, to ask once more with a client that still has the token. */
  options: Partial<RESTOptions>
  /** While true somebody else says that the token is refused. */
  isStarting(): boolean
  /** Told once for each time that Discord confirms its refusal. */
  onRefused(): void
}>

/**
 * A 401 makes discord.js forget the token, after which it sends nothing any more. A proxy may answer so
 * by mistake: Discord is asked once again, and only if it refuses again the token stays forgotten.
 * @returns gives the token back: before a start, and after it
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
    // An interaction's own token, which is not sent with `auth`, simply ends.
    if (status !== 401 || !data.auth || checking || isStarting()) return
    checking = true
    void check()
  })
  return () => rest.setToken(token)
}

/** False where no clear answer came: the next request will show. */
async function isRefused(rest: REST): Promise<boolean> {
  try {
    await rest.get(Routes.user())
    return false
  } catch (error) {
    return isUnauthorized(error)
  }
}
