import type { Feature } from '../feature.ts'

/** Rubric votes, scorecards and their form. Mocks and challenges stand on its store; it offers nothing by itself. */
export const review: Feature<object> = { name: 'review', create: () => ({ api: {} }) }
