import type { Feature } from '../feature.ts'

/** What candidates wrote, in parts by stage. Mocks and challenges stand on its store; it offers nothing by itself. */
export const answers: Feature<object> = { name: 'answers', create: () => ({ api: {} }) }
