import type { PictureRenderer } from '../../src/durable/outbox/index.ts'

/** Says what would be drawn, where no test looks at pictures. */
export const NO_PICTURES: PictureRenderer = {
  draw: async ({ picture }) => [{ type: 'note', text: `drawn: ${picture.name}` }],
  getReady: () => undefined,
  undrawn: ({ picture }) => [{ type: 'note', text: `not drawn: ${picture.name}` }],
}
