import type { IncomingMessage, ServerResponse } from 'node:http'
import { HTTPResponseAck, HTTPModuleFunctions as Http, isRawBodyError } from '@slack/bolt'
import { z } from 'zod'
import { EVENTS_PATH } from './manifest.ts'
import { boltLog, type Received, receive } from './receiving.ts'

export type Mount = Readonly<{
  path: string
  request(request: IncomingMessage, response: ServerResponse): void
}>

/** Slack's payloads are far smaller. */
const BODY_LIMIT = 1024 * 1024

const sslCheck = z.object({ ssl_check: z.literal('1') })
const urlVerification = z.object({ type: z.literal('url_verification'), challenge: z.string() })

/**
 * Handles Slack's requests on the bot's HTTP server. Bolt checks their signature and age (401).
 * @param isStarted until then, Slack is asked to try again
 */
export function receiveOverHttp(signingSecret: string, isStarted: () => boolean, received: Received): Mount {
  const { log } = received
  const logger = boltLog(log)

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const options = { enabled: true, signingSecret, bodyLimit: BODY_LIMIT, logger }
    let signed: Awaited<ReturnType<typeof Http.parseAndVerifyHTTPRequest>>
    try {
      signed = await Http.parseAndVerifyHTTPRequest(options, request)
    } catch (error) {
      logger.warn(error instanceof Error ? error.message : error)
      const tooLarge = isRawBodyError(error) && error.statusCode === 413
      return Http.buildNoBodyResponse(response, tooLarge ? 413 : 401)
    }
    const body = parse(signed)
    if (sslCheck.safeParse(body).success) return Http.buildSSLCheckResponse(response)
    const asked = urlVerification.safeParse(body)
    if (asked.success) return Http.buildUrlVerificationResponse(response, asked.data)
    const handle = receive(body, received)
    // Slack repeats what is refused, unless it is asked not to.
    if (!handle) return void response.writeHead(400, { 'x-slack-no-retry': '1' }).end()
    const acknowledging = new HTTPResponseAck({
      logger,
      processBeforeResponse: false,
      httpRequest: signed,
      httpResponse: response,
    })
    await handle(acknowledging.bind())
  }

  return {
    path: EVENTS_PATH,
    request(request, response) {
      if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end()
      if (!isStarted()) return void response.writeHead(503, { 'retry-after': '2' }).end()
      take(request, response).catch((error: unknown) => {
        log.error({ err: error }, 'a request of Slack was not handled')
        if (!response.headersSent) Http.buildNoBodyResponse(response, 500)
      })
    },
  }
}

/** @returns undefined for what is neither JSON nor a form */
function parse(request: Parameters<typeof Http.parseHTTPRequestBody>[0]): unknown {
  try {
    return Http.parseHTTPRequestBody(request)
  } catch {
    return undefined
  }
}
