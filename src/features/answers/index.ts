import type { Feature } from '../feature.ts'

/** Stores candidates' answers in parts by stage. It offers nothing by itself; mocks and challenges use its store. */
export const answers: Feature<object> = { name: 'answers', create: () => ({ api: {} }) }
