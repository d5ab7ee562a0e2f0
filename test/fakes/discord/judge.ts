import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { RecordedRequest } from './rest.ts'

type Verdict = Readonly<{ ok: boolean; errors: readonly string[] }>
type Judge = Readonly<{
  validateDiscord(request: { method: string; path: string; body: unknown; multipart: boolean }): Verdict
  validateDiscordResponse(response: { method: string; path: string; status: number; body: unknown }): Verdict
}>

const ROOT = new URL('../../../', import.meta.url)
const JUDGE = new URL('../shared/conformance/discord-validate.mjs', ROOT)

/** Whether the description lies beside the checkout; tests that need it are skipped where it does not. */
export function judgeIsHere(judge: URL = JUDGE): boolean {
  return existsSync(judge)
}

/** CI sets it, so that a missing judge is no silent pass. */
const isRequired = () => process.env.LOOPMATE_REQUIRE_JUDGE === '1'

/**
 * Judges recordings by Discord's own description of its API, when that lies beside the checkout:
 * what the bot sent, and what the fake answered. Without it there is nothing to say, unless
 * LOOPMATE_REQUIRE_JUDGE=1 asks for it.
 */
export async function judgeRecorded(
  requests: readonly RecordedRequest[],
  from: URL = JUDGE,
): Promise<{ judged: boolean; violations: string[] }> {
  const judge = await loadJudge(from)
  if (!judge) return { judged: false, violations: isRequired() ? ['the judge is not here'] : [] }
  const violations = requests.flatMap((request) => [
    ...judgeRequest(judge, request),
    ...judgeResponse(judge, request),
  ])
  return { judged: true, violations }
}

async function loadJudge(from: URL): Promise<Judge | undefined> {
  if (!judgeIsHere(from)) return undefined
  // The judge takes its schema validator from this project's packages.
  process.env.CONF_REQUIRE ??= createRequire(new URL('package.json', ROOT)).resolve('./package.json')
  return (await import(from.href)) as Judge
}

function judgeRequest(judge: Judge, { method, path, body, multipart }: RecordedRequest): string[] {
  const verdict = judge.validateDiscord({ method, path, body, multipart })
  return verdict.errors.map((error) => `${method} ${path}: ${error}`)
}

/** Discord's description lacks the type of a reference that forwards, which its documentation has. */
const UNDESCRIBED = /^\/(?:\d+\/)?message_reference\/type /u

function judgeResponse(judge: Judge, { method, path, status, response }: RecordedRequest): string[] {
  // Without a status it was never answered; what fails in 5xx is described nowhere.
  if (status === undefined || status >= 500) return []
  const verdict = judge.validateDiscordResponse({ method, path, status, body: response })
  return verdict.errors
    .filter((error) => !UNDESCRIBED.test(error))
    .map((error) => `${method} ${path} answered ${status}: ${error}`)
}
