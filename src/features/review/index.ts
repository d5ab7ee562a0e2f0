import type { Feature } from '../feature.ts'

/** Rubric votes, scorecards and their form. Mocks and challenges stand on its store; it has no handlers of its own. */
export const review: Feature<object> = { name: 'review', create: () => ({ api: {} }) }
