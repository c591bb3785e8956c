import type { FieldName } from './draft-problems'

export const STEPS = ['name', 'image', 'run', 'review'] as const
export type Step = (typeof STEPS)[number]

const OF_NAME: ReadonlySet<string> = new Set(['appName', 'description', 'functionType', 'version'])
const OF_IMAGE: ReadonlySet<string> = new Set(['orgName', 'imageName', 'imageVersion'])

/** On which step a field stands. */
export function stepOf(field: FieldName): Step {
  if (OF_NAME.has(field)) return 'name'
  return OF_IMAGE.has(field) ? 'image' : 'run'
}

/** The step `by` further on, or the outermost one there is. */
export function stepBeside(step: Step, by: 1 | -1): Step {
  return STEPS[STEPS.indexOf(step) + by] ?? step
}
