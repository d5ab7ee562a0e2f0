import { accessibleViews } from './accessible.ts'
import { tabsAndConnections } from './connection.ts'
import { formsAndLinks } from './forms-and-links.ts'
import { injections } from './injection.ts'
import { mockInTabs } from './mock.ts'
import { describeInBrowser } from './shared-browser.ts'

// One file, since a file is what a worker takes: all of it shares one browser.
describeInBrowser('the playground in a browser', (browser) => {
  accessibleViews(browser)
  tabsAndConnections(browser)
  formsAndLinks(browser)
  injections(browser)
  mockInTabs(browser)
})
