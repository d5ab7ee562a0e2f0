import type { Drawing } from '../../src/durable/deliveries.ts'

/** Says what would be drawn, where no test looks at pictures. */
export const NO_DRAWING: Drawing = {
  draw: async ({ sketch }) => [{ type: 'note', text: `drawn: ${sketch.name}` }],
  getReady: () => undefined,
  undrawn: ({ sketch }) => [{ type: 'note', text: `not drawn: ${sketch.name}` }],
}
