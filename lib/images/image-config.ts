import { z } from 'zod'
import type { Descriptor } from '@/lib/registry/archive/image'
import type { ImageConfigRecord } from './schema'

/** What is shown of OCI image-spec "Image Configuration"; Docker's has the same fields. */

const strings = z.array(z.string()).nullish()
const keys = z.record(z.string(), z.unknown()).nullish()

export const liveConfig = z.object({
  architecture: z.string().default(''),
  os: z.string().default(''),
  variant: z.string().nullish(),
  created: z.string().nullish(),
  author: z.string().nullish(),
  config: z
    .object({
      Env: strings,
      Entrypoint: strings,
      Cmd: strings,
      WorkingDir: z.string().nullish(),
      User: z.string().nullish(),
      ExposedPorts: keys,
      Volumes: keys,
      StopSignal: z.string().nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
    })
    .nullish(),
  history: z
    .array(
      z.object({
        created: z.string().nullish(),
        created_by: z.string().nullish(),
        comment: z.string().nullish(),
        empty_layer: z.boolean().nullish(),
      }),
    )
    .nullish(),
})
export type LiveConfig = z.output<typeof liveConfig>

type Shown = Omit<ImageConfigRecord, 'platform' | 'platforms' | 'digest' | 'configDigest'>

export function describeConfig(read: LiveConfig, config: Descriptor, layers: Descriptor[]): Shown {
  const run = read.config ?? {}
  return {
    sizeBytes: layers.reduce((sum, { size }) => sum + size, config.size),
    created: read.created ?? null,
    author: read.author ?? '',
    env: run.Env ?? [],
    entrypoint: run.Entrypoint ?? [],
    cmd: run.Cmd ?? [],
    workingDir: run.WorkingDir ?? '',
    user: run.User ?? '',
    exposedPorts: Object.keys(run.ExposedPorts ?? {}),
    volumes: Object.keys(run.Volumes ?? {}),
    stopSignal: run.StopSignal ?? '',
    labels: run.Labels ?? {},
    steps: buildSteps(read, layers),
  }
}

/** The steps of the history, each with the layer that it made. A history that does not fit the layers is left out. */
function buildSteps({ history }: LiveConfig, layers: Descriptor[]): Shown['steps'] {
  const told = history ?? []
  const shown = layers.map(({ digest, size }) => ({ digest, size }))
  if (told.filter((step) => step.empty_layer !== true).length !== layers.length) {
    return shown.map((layer) => ({ createdBy: '', layer, created: null }))
  }
  return told.map(({ created_by: by, created, comment, empty_layer: empty }) => ({
    createdBy: by || comment || '',
    layer: empty === true ? null : (shown.shift() ?? null),
    created: created ?? null,
  }))
}
