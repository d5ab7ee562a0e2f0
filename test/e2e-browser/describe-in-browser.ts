import { describe, expect, it } from 'vitest'
import { FOUND, PLACES } from '../support/browser.ts'

/** Tests that need a browser. Without one they are left out, unless LOOPMATE_REQUIRE_BROWSER=1 asks for them. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (FOUND !== undefined) describe(name, tests)
  else if (process.env.LOOPMATE_REQUIRE_BROWSER === '1')
    describe(name, () => {
      it('finds a browser', () => {
        expect.fail(`no browser is installed: looked for ${PLACES.join(', ')}`)
      })
    })
  else describe.skip(`${name} (left out: no browser installed)`, tests)
}
