import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BROWSER, BROWSER_PATHS, launchBrowser } from '../support/browser.ts'

/** The one browser of the run. Each test has contexts of its own in it. */
export type SharedBrowser = () => Browser

/** Tests that need a browser. Without one they are left out, unless LOOPMATE_REQUIRE_BROWSER=1 asks for them. */
export function describeInBrowser(name: string, tests: (browser: SharedBrowser) => void): void {
  if (BROWSER === undefined && process.env.LOOPMATE_REQUIRE_BROWSER === '1') {
    describe(name, () => {
      it('finds a browser', () => {
        expect(BROWSER, `no browser is installed: looked for ${BROWSER_PATHS.join(', ')}`).toBeDefined()
      })
    })
    return
  }
  const title = BROWSER === undefined ? `${name} (left out: no browser installed)` : name
  describe.skipIf(BROWSER === undefined)(title, () => {
    let browser: Browser | undefined
    beforeAll(async () => {
      browser = await launchBrowser()
    })
    afterAll(() => browser?.close())
    tests(() => {
      if (!browser) throw new Error('the browser is not there yet')
      return browser
    })
  })
}
