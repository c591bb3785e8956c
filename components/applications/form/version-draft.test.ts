import { expect, it } from 'vitest'
import type { ApplicationVersionRecord } from '@/lib/applications/schema'
import { addPort, draftFromVersion, emptyDraft, toCreateInput } from './version-draft'

const record: ApplicationVersionRecord = {
  id: 1,
  appName: 'gateway',
  clusterId: 0,
  groupId: 0,
  userId: 1,
  version: '1.0',
  status: 'Published',
  archType: 'amd64;arm64',
  orgName: 'vision',
  containerImage: 'gateway',
  containerImageVersion: '2.3',
  containerImagePath: 'registry.example/p/vision/gateway:2.3',
  cpuQuota: 0.5,
  maxCpuQuota: 0,
  memoryQuota: 128,
  MaxMemoryQuota: 256,
  restartPolicy: 'OnFailure',
  network: '{"type":"PortMapping","portMappings":[{"containerPort":80,"hostPort":8080}]}',
  deployCounts: { total: 0, running: 0, abnormal: 0 },
  createAt: '2026-01-01T00:00:00Z',
  updateAt: '2026-01-01T00:00:00Z',
  publishAt: null,
  offlineAt: null,
}

it('makes of a version the same version again, but for its name', () => {
  const draft = draftFromVersion(record)
  expect(draft.version).toBe('')
  expect(toCreateInput({ ...draft, version: '1.1' })).toEqual({
    appName: 'gateway',
    functionType: '',
    description: '',
    version: '1.1',
    archType: ['arm64', 'amd64'],
    orgName: 'vision',
    containerImage: 'gateway',
    containerImageVersion: '2.3',
    cpuQuota: 0.5,
    maxCpuQuota: 0,
    memoryQuota: 128,
    maxMemoryQuota: 256,
    restartPolicy: 'OnFailure',
    network: { type: 'PortMapping', portMappings: [{ containerPort: 80, hostPort: 8080 }] },
  })
})

it('shows no quota as an empty field', () => {
  expect(draftFromVersion(record)).toMatchObject({ cpuQuota: '0.5', maxCpuQuota: '', maxMemoryQuota: '256' })
})

it('leaves out architectures that no node has', () => {
  expect(draftFromVersion({ ...record, archType: 'riscv64;amd64' }).arch).toEqual(['amd64'])
})

it('sends no ports for the network of the host, though rows were filled in before', () => {
  const draft = { ...draftFromVersion(record), networkType: 'Host' as const }
  expect(toCreateInput(draft).network).toEqual({ type: 'Host', portMappings: [] })
})

it('gives each port row a key of its own, also after one was taken away', () => {
  const three = addPort(addPort(addPort([])))
  const [, second, third] = three
  const keys = addPort([second, third].flatMap((row) => row ?? [])).map(({ key }) => key)
  expect(new Set(keys).size).toBe(3)
  expect(addPort([])).toEqual([{ key: 0, containerPort: '', hostPort: '' }])
  expect(emptyDraft.ports).toEqual([])
})
