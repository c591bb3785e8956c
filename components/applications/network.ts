import type { Network } from '@/lib/applications/schema'

export type NetworkType = Network['type']

/** Reads the JSON text that a version record holds of its network; what it does not say is as if absent. */
export function readNetwork(text: string): Network {
  const value = parse(text)
  if (!isObject(value)) return { type: 'Host', portMappings: [] }
  const type = value['type'] === 'PortMapping' ? 'PortMapping' : 'Host'
  const mappings = Array.isArray(value['portMappings']) ? value['portMappings'] : []
  const portMappings = mappings.flatMap((mapping: unknown) => {
    if (!isObject(mapping)) return []
    const { containerPort, hostPort } = mapping
    return typeof containerPort === 'number' && typeof hostPort === 'number' ? [{ containerPort, hostPort }] : []
  })
  return { type, portMappings }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON, as an older release may have written: the page shows the rest of the version.
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
