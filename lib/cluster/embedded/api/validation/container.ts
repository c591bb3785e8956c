import type { Container, ContainerPort, ResourceRequirements, StringMap } from '@/lib/cluster/kinds'
import { fieldDuplicate, fieldInvalid, fieldNotSupported, fieldRequired, type FieldError } from '../api-error'
import { parseQuantity } from '@/lib/cluster/quantity'
import { labelProblems, qualifiedNameProblems } from './names'
import { validatePort } from './numbers'

const STANDARD_RESOURCES = ['cpu', 'memory', 'ephemeral-storage', 'storage']
const MUST_FIT_LIMIT = ['cpu', 'memory', 'ephemeral-storage']

/** What `spec.containers` has to meet, in the order in which the API server lists it. */
export function validateContainers(containers: Container[], path: string): FieldError[] {
  if (containers.length === 0) return [fieldRequired(path)]
  const seen = new Set<string>()
  const errors = containers.flatMap((container, index) => {
    const field = `${path}[${index}]`
    const duplicate =
      container.name && seen.has(container.name) ? [fieldDuplicate(`${field}.name`, container.name)] : []
    seen.add(container.name)
    return [...validateContainerName(container.name, field), ...duplicate, ...validateContainer(container, field)]
  })
  return [...errors, ...hostPortConflicts(containers, path)]
}

function validateContainerName(name: string, field: string): FieldError[] {
  if (!name) return [fieldRequired(`${field}.name`)]
  return labelProblems(name).map((problem) => fieldInvalid(`${field}.name`, name, problem))
}

function validateContainer(container: Container, field: string): FieldError[] {
  const { image, imagePullPolicy, ports = [], env = [], resources = {} } = container
  return [
    ...(image ? [] : [fieldRequired(`${field}.image`)]),
    ...(imagePullPolicy && !['Always', 'IfNotPresent', 'Never'].includes(imagePullPolicy)
      ? [fieldNotSupported(`${field}.imagePullPolicy`, imagePullPolicy, ['Always', 'IfNotPresent', 'Never'])]
      : []),
    ...validatePorts(ports, `${field}.ports`),
    ...env.flatMap(({ name }, index) => (name ? [] : [fieldRequired(`${field}.env[${index}].name`)])),
    ...validateResources(resources, `${field}.resources`),
  ]
}

function validatePorts(ports: ContainerPort[], path: string): FieldError[] {
  const names = new Set<string>()
  return ports.flatMap((port, index) => {
    const field = `${path}[${index}]`
    const errors: FieldError[] = []
    if (port.name) {
      errors.push(...portNameProblems(port.name).map((problem) => fieldInvalid(`${field}.name`, port.name, problem)))
      if (errors.length === 0 && names.has(port.name)) errors.push(fieldDuplicate(`${field}.name`, port.name))
      names.add(port.name)
    }
    errors.push(
      ...(port.containerPort
        ? validatePort(port.containerPort, `${field}.containerPort`)
        : [fieldRequired(`${field}.containerPort`)]),
    )
    if (port.hostPort) errors.push(...validatePort(port.hostPort, `${field}.hostPort`))
    if (port.protocol && !['TCP', 'UDP', 'SCTP'].includes(port.protocol)) {
      errors.push(fieldNotSupported(`${field}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']))
    }
    return errors
  })
}

function portNameProblems(name: string): string[] {
  const problems: string[] = []
  if (name.length > 15) problems.push('must be no more than 15 characters')
  if (!/^[-a-z0-9]+$/.test(name))
    problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(name)) problems.push('must contain at least one letter or number (a-z, 0-9)')
  if (name.includes('--')) problems.push('must not contain consecutive hyphens')
  if (name.startsWith('-') || name.endsWith('-')) problems.push('must not begin or end with a hyphen')
  return problems
}

function validateResources({ requests = {}, limits = {} }: ResourceRequirements, path: string): FieldError[] {
  const errors = [...validateResourceList(limits, `${path}.limits`)]
  for (const [name, quantity] of Object.entries(requests)) {
    errors.push(...validateResourceList({ [name]: quantity }, `${path}.requests`))
    const limit = limits[name]
    if (limit !== undefined && MUST_FIT_LIMIT.includes(name) && parseQuantity(quantity) > parseQuantity(limit)) {
      errors.push(fieldInvalid(`${path}.requests`, quantity, `must be less than or equal to ${name} limit`))
    }
  }
  return errors
}

function validateResourceList(list: StringMap, path: string): FieldError[] {
  return Object.entries(list).flatMap(([name, quantity]) => {
    const field = `${path}[${name}]`
    const errors = qualifiedNameProblems(name).map((problem) => fieldInvalid(field, name, problem))
    if (!name.includes('/') && !STANDARD_RESOURCES.includes(name) && !name.startsWith('hugepages-')) {
      errors.push(fieldInvalid(field, name, 'must be a standard resource type or fully qualified'))
      errors.push(fieldInvalid(field, name, 'must be a standard resource for containers'))
    }
    if (parseQuantity(quantity) < 0) errors.push(fieldInvalid(field, quantity, 'must be greater than or equal to 0'))
    return errors
  })
}

function hostPortConflicts(containers: Container[], path: string): FieldError[] {
  const seen = new Set<string>()
  return containers.flatMap((container, index) =>
    (container.ports ?? []).flatMap((port, at) => {
      if (!port.hostPort) return []
      const text = `${port.protocol ?? 'TCP'}/${port.hostIP ?? ''}/${port.hostPort}`
      if (seen.has(text)) return [fieldDuplicate(`${path}[${index}].ports[${at}].hostPort`, text)]
      seen.add(text)
      return []
    }),
  )
}
