import type { JobObject } from '@/lib/cluster/kinds'
import { deepEqual } from '../../store/serialize'
import { fieldInvalid, fieldRequired, GoText, type FieldError } from '../api-error'
import type { Strategy } from '../resources'
import { validateNonNegative } from '../validation/numbers'
import { validatePodSpec } from '../validation/pod-spec'
import { goSelector, validateTemplateLabels } from '../validation/selector'
import { defaultTemplate } from './pod-defaults'

export const jobStrategy: Strategy<JobObject> = {
  hasGeneration: true,
  // batch/v1 has kept this since before garbage collection: without a policy of the caller, a Job's pods outlive it
  defaultPropagation: 'Orphan',
  prepareCreate(job) {
    job.status = {}
    job.spec = { ...job.spec }
    if (!job.spec.manualSelector) generateSelector(job)
  },
  defaults(job) {
    const { spec } = job
    // neither given: one pod; only parallelism given: a work queue, which has no completions
    if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1
    spec.parallelism ??= 1
    spec.backoffLimit ??= 6
    spec.template = defaultTemplate(spec.template)
    if (!job.metadata.labels && spec.template.metadata?.labels)
      job.metadata.labels = { ...spec.template.metadata.labels }
  },
  prepareUpdate(job, old) {
    job.status = old.status
  },
  prepareStatusUpdate(job, old) {
    job.spec = old.spec
  },
  validate: validateJob,
  validateUpdate: ({ spec }, old) => [
    ...(deepEqual(spec.completions, old.spec.completions)
      ? []
      : [fieldInvalid('spec.completions', spec.completions, 'field is immutable')]),
    ...(deepEqual(spec.selector, old.spec.selector)
      ? []
      : [fieldInvalid('spec.selector', goSelector(spec.selector ?? {}), 'field is immutable')]),
    ...(deepEqual(spec.template, old.spec.template)
      ? []
      : [fieldInvalid('spec.template', new GoText('core.PodTemplateSpec{…}'), 'field is immutable')]),
  ],
  fields: (job) => ({ 'status.successful': String(job.status?.succeeded ?? 0) }),
}

function generateSelector(job: JobObject): void {
  const generated = { 'controller-uid': job.metadata.uid ?? '', 'job-name': job.metadata.name ?? '' }
  const template = job.spec.template ?? { spec: { containers: [] } }
  job.spec.template = {
    ...template,
    metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...generated } },
  }
  job.spec.selector = {
    ...job.spec.selector,
    matchLabels: { ...job.spec.selector?.matchLabels, 'controller-uid': generated['controller-uid'] },
  }
}

function validateJob({ spec }: JobObject): FieldError[] {
  const errors: FieldError[] = []
  const ownSelector = Object.keys(spec.selector?.matchLabels ?? {}).some((key) => key !== 'controller-uid')
  if (!spec.selector) errors.push(fieldRequired('spec.selector'))
  else if (!spec.manualSelector && ownSelector) {
    errors.push(fieldInvalid('spec.selector', goSelector(spec.selector), '`selector` not auto-generated'))
  }
  errors.push(
    ...validateNonNegative(spec.parallelism, 'spec.parallelism'),
    ...validateNonNegative(spec.completions, 'spec.completions'),
    ...validateNonNegative(spec.activeDeadlineSeconds, 'spec.activeDeadlineSeconds'),
    ...validateNonNegative(spec.backoffLimit, 'spec.backoffLimit'),
    ...validateNonNegative(spec.ttlSecondsAfterFinished, 'spec.ttlSecondsAfterFinished'),
    ...validateTemplateLabels(spec.selector, spec.template),
    ...validatePodSpec(spec.template.spec, 'spec.template.spec'),
  )
  const { restartPolicy } = spec.template.spec
  if (restartPolicy !== 'OnFailure' && restartPolicy !== 'Never') {
    errors.push(fieldRequired('spec.template.spec.restartPolicy', 'valid values: "OnFailure", "Never"'))
  }
  return errors
}
