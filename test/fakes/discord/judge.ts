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
export function judgeIsHere(): boolean {
  return existsSync(JUDGE)
}

/**
 * Judges recordings by Discord's own description of its API, when that lies beside the checkout:
 * what the bot sent, and what the fake answered.
 */
export async function judgeRecorded(
  requests: readonly RecordedRequest[],
): Promise<{ judged: boolean; violations: string[] }> {
  const judge = await loadJudge()
  if (!judge) return { judged: false, violations: [] }
  const violations = requests.flatMap((request) => [
    ...judgeRequest(judge, request),
    ...judgeResponse(judge, request),
  ])
  return { judged: true, violations }
}

async function loadJudge(): Promise<Judge | undefined> {
  if (!judgeIsHere()) return undefined
  // The judge takes its schema validator from this project's packages.
  process.env.CONF_REQUIRE ??= createRequire(new URL('package.json', ROOT)).resolve('./package.json')
  return (await import(JUDGE.href)) as Judge
}

function judgeRequest(judge: Judge, { method, path, body, multipart }: RecordedRequest): string[] {
  const verdict = judge.validateDiscord({ method, path, body, multipart })
  return verdict.errors.map((error) => `${method} ${path}: ${error}`)
}

function judgeResponse(judge: Judge, { method, path, status, response }: RecordedRequest): string[] {
  // Without a status it was never answered; what fails in 5xx is described nowhere.
  if (status === undefined || status >= 500) return []
  const verdict = judge.validateDiscordResponse({ method, path, status, body: response })
  return verdict.errors.map((error) => `${method} ${path} answered ${status}: ${error}`)
}
