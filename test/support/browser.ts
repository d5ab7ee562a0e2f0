import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where a browser may be installed. */
export const BROWSER_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The one that is used; undefined where none is installed. */
export const BROWSER = BROWSER_PATHS.find((path) => existsSync(path))

export function launchBrowser(): Promise<Browser> {
  if (BROWSER === undefined) throw new Error('no browser is installed')
  return chromium.launch({
    executablePath: BROWSER,
    headless: true,
    timeout: 150_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
