import { expect, it } from 'vitest'
import { versionRecord } from '../testing/records'
import { differingFields } from './compared-fields'

const differing = (patch: Parameters<typeof versionRecord>[0]) => [
  ...differingFields(versionRecord(), versionRecord({ id: 2, version: '1.1', ...patch })),
]
const network = (...portMappings: { containerPort: number; hostPort: number }[]) =>
  JSON.stringify({ type: 'PortMapping', portMappings })

it('finds none between versions that only have other names, times and states', () => {
  expect(differing({ status: 'Offline', createAt: '2026-01-01T00:00:00Z', publishAt: null })).toEqual([])
})

it.each([
  [{ orgName: 'audio' }, ['image']],
  [{ containerImageVersion: '2.2', containerImagePath: 'registry.example/p/vision/detector:2.2' }, ['imageVersion']],
  [{ archType: 'amd64' }, ['arch']],
  [{ restartPolicy: 'Always' as const }, ['restartPolicy']],
  [{ network: network({ containerPort: 81, hostPort: 8080 }) }, ['network']],
  [{ maxCpuQuota: 2 }, ['cpu']],
  [{ memoryQuota: 1, MaxMemoryQuota: 2 }, ['memory']],
])('finds %o', (patch, fields) => {
  expect(differing(patch)).toEqual(fields)
})

it('takes no notice of the order of architectures and ports', () => {
  expect(differing({ archType: 'arm64;amd64' })).toEqual([])
  const one = { containerPort: 80, hostPort: 8080 }
  const other = { containerPort: 90, hostPort: 9090 }
  const a = versionRecord({ network: network(one, other) })
  expect([...differingFields(a, versionRecord({ network: network(other, one) }))]).toEqual([])
})
