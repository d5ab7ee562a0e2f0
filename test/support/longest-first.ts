import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files of each level that take longest, the longest first. Durations of earlier runs are not there in CI. */
const LONGEST: readonly string[] = [
  'test/e2e-browser/browser.test.ts',
  'test/e2e/challenge/slack.test.ts',
  'test/e2e/challenge/playground.test.ts',
  'test/e2e/mock/discord.test.ts',
  'test/e2e/challenge/mistakes.test.ts',
  'test/linear-time/linear-time.integration.test.ts',
  'test/pictures/pictures.integration.test.ts',
  'test/db/embedded.integration.test.ts',
  'test/pictures/process.integration.test.ts',
  'test/durable/lease.integration.test.ts',
  'test/db/embedded-disk.integration.test.ts',
  'test/pictures/corpus.integration.test.ts',
]

/** Begins with the files that take longest, so that no worker is left alone with one at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    // The levels stay in their order, because workers that change between them load all modules anew.
    const levels = [...new Set(sorted.map(({ project }) => project))]
    const placeOf = ({ project, moduleId }: TestSpecification) => {
      const rank = LONGEST.indexOf(relative(project.config.root, moduleId))
      return levels.indexOf(project) * (LONGEST.length + 1) + (rank < 0 ? LONGEST.length : rank)
    }
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}
