import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { describe, it } from 'vitest'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const FOUND = PLACES.find((path) => existsSync(path))

/** Tests that need a browser. Without one they are left out, unless LOOPMATE_REQUIRE_BROWSER=1 asks for them. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (FOUND !== undefined) describe(name, tests)
  else if (process.env.LOOPMATE_REQUIRE_BROWSER === '1')
    describe(name, () => {
      it('finds a browser', () => {
        throw new Error(`no browser is installed: looked for ${PLACES.join(', ')}`)
      })
    })
  else describe.skip(`${name} (left out: no browser installed)`, tests)
}

export function launchBrowser(): Promise<Browser> {
  if (FOUND === undefined) throw new Error('no browser is installed')
  return chromium.launch({
    executablePath: FOUND,
    headless: true,
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
