import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { WebAPIPlatformError, WebClient } from '@slack/web-api'
import { type FakeSlack, startFakeSlack } from './index.ts'

type FakeOptions = Parameters<typeof startFakeSlack>[0]
/** Refusals are what these tests are about: nobody needs to read of them. */
const nothing = () => undefined
const SILENT: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
}

/** A client that tells of every failure at once. */
export function clientOf(slack: FakeSlack, token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: SILENT,
  })
}

/** The error with which a call is refused, as Slack words it; undefined when it is not. */
export async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return error.data.error
    throw error
  }
}

export type Bolt = InstanceType<typeof App>

/** The options with which a Bolt app talks to the fake instead of Slack. */
function clientOptions(slack: FakeSlack) {
  return { slackApiUrl: slack.apiUrl, retryConfig: { retries: 1, minTimeout: 10, maxTimeout: 20 } }
}

export type TestApp = Readonly<{ slack: FakeSlack; app: Bolt; stop(): Promise<void> }>

/** A fake Slack, and a real Bolt app connected to it by Socket Mode. */
export async function openSocketApp(
  listen: (app: Bolt) => void,
  options: FakeOptions = {},
): Promise<TestApp> {
  const slack = await startFakeSlack(options)
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    // It waits this long after a break, too.
    clientPingTimeout: 1000,
    logger: SILENT,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  })
  const app = new App({
    token: slack.botToken,
    receiver,
    logger: SILENT,
    clientOptions: clientOptions(slack),
  })
  listen(app)
  await app.start()
  return {
    slack,
    app,
    async stop() {
      await app.stop()
      // Bolt does not wait for its socket to close.
      await slack.waitFor(() => slack.socket.connections === 0)
      await slack.stop()
    },
  }
}

/** A fake Slack, and a real Bolt app that it calls over HTTP. */
export async function openHttpApp(
  listen: (app: Bolt) => void,
  options: FakeOptions = {},
): Promise<TestApp & { url: string }> {
  const slack = await startFakeSlack(options)
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: SILENT })
  const app = new App({
    token: slack.botToken,
    receiver,
    logger: SILENT,
    clientOptions: clientOptions(slack),
  })
  listen(app)
  const server = await receiver.start(0)
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  const url = `http://127.0.0.1:${address.port}/slack/events`
  await slack.useHttp(url)
  return {
    slack,
    app,
    url,
    async stop() {
      await receiver.stop()
      await slack.stop()
    },
  }
}
