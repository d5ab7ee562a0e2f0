/** The stages of an interview in their order: seven, then the buffer for questions and answers. */
export const STAGE_IDS = [
  'requirements',
  'metrics',
  'data',
  'features',
  'model',
  'serving',
  'monitoring',
  'buffer',
] as const

/** Minutes of a whole mock, to which the stages add up and in which curveballs are dated. */
export const PLAN_MINUTES = 45
