import type { Language } from '#bot'
import type { Api, From, Refused, WireFile } from '../wire.ts'
import type { Words } from './words.ts'

/** `say` is one sentence in the reader's language. */
type Result<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; say: string }>

type Call = <N extends keyof Api>(name: N, body: Omit<Api[N][0], keyof From>) => Promise<Result<Api[N][1]>>

export type Server = Readonly<{ call: Call; upload: (file: File) => Promise<Result<WireFile>> }>

/** Longer than any work of the bot; after it the person may try again. */
const LONGEST_MS = 20_000

/** @param who tells the person and language of a request; the language may change while the page is open */
export function createServer(
  root: string,
  who: () => Readonly<{ as: string; locale: Language; t: Words }>,
  fetching: typeof fetch,
): Server {
  async function send<T>(path: string, init: RequestInit): Promise<Result<T>> {
    const { t } = who()
    let response: Response
    try {
      response = await fetching(`${root}api/${path}`, {
        ...init,
        method: 'POST',
        signal: AbortSignal.timeout(LONGEST_MS),
      })
    } catch {
      return { ok: false, say: t('error.unreachable') }
    }
    const body: unknown = await response.json().catch(() => undefined)
    if (response.ok) return { ok: true, value: body as T }
    const say = (body as Partial<Refused> | undefined)?.say
    return { ok: false, say: say ?? t('error.status', { status: response.status }) }
  }

  return {
    call(name, body) {
      const { as, locale } = who()
      return send(name, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, as, locale }),
      })
    },
    upload(file) {
      const { as, locale } = who()
      const query = new URLSearchParams({ name: file.name, as, locale })
      const type = file.type || 'application/octet-stream'
      return send(`files?${query}`, { headers: { 'content-type': type }, body: file })
    },
  }
}
