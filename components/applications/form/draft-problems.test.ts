import { describe, expect, it } from 'vitest'
import { createApplicationInput } from '@/lib/applications/schema'
import { findProblems } from './draft-problems'
import { emptyDraft, toCreateInput, type PortRow, type VersionDraft } from './version-draft'

const complete: VersionDraft = {
  ...emptyDraft,
  appName: '人脸 detection',
  version: '1.0',
  orgName: 'vision',
  imageName: 'detector',
  imageVersion: '2.1',
  arch: ['amd64'],
}
const amd64 = { arch: ['amd64'], unknown: false } as const
const problemsOf = (patch: Partial<VersionDraft>) => findProblems({ ...complete, ...patch }, amd64)
const ports = (...pairs: [string, string][]): readonly PortRow[] =>
  pairs.map(([hostPort, containerPort], key) => ({ key, hostPort, containerPort }))

describe('findProblems', () => {
  it('tells of a version that is there already, once it has a name at all', () => {
    expect(findProblems(complete, amd64, true)).toEqual({ version: 'versionTaken' })
    expect(findProblems({ ...complete, version: '' }, amd64, true)).toEqual({ version: 'empty' })
  })

  it('finds none in a draft that only has what is required', () => {
    expect(problemsOf({})).toEqual({})
  })

  it('asks for names and image of an empty draft, and not yet for what the image decides', () => {
    expect(findProblems(emptyDraft, undefined)).toEqual({
      appName: 'empty',
      version: 'empty',
      orgName: 'missing',
      imageName: 'missing',
      imageVersion: 'missing',
    })
  })

  it('takes what the image has, and nothing else', () => {
    expect(problemsOf({ arch: [] })).toEqual({ arch: 'archMissing' })
    expect(problemsOf({ arch: ['amd64', 'arm64'] })).toEqual({ arch: 'archNotInImage' })
    expect(findProblems({ ...complete, arch: ['arm64'] }, undefined)).toEqual({})
  })

  it.each([
    ['', 'portMissing'],
    ['0', 'portRange'],
    ['65536', 'portRange'],
    ['-1', 'portRange'],
    ['80.5', 'portRange'],
    ['0x50', 'portRange'],
    ['1e3', 'portRange'],
    ['http', 'portRange'],
  ])('refuses the port %j', (port, problem) => {
    const mapped = { networkType: 'PortMapping' as const, ports: ports([port, '80'], ['81', port]) }
    expect(problemsOf(mapped)).toEqual({ 'hostPort.0': problem, 'containerPort.1': problem })
  })

  it('takes a container port twice, and a host port once', () => {
    const networkType = 'PortMapping' as const
    expect(problemsOf({ networkType, ports: ports(['1', '80'], ['65535', '80']) })).toEqual({})
    expect(problemsOf({ networkType, ports: ports(['80', '1'], ['080', '2'], ['81', '3']) })).toEqual({
      'hostPort.1': 'portTwice',
    })
  })

  it('wants a mapping for PortMapping, and minds no rows left over for Host', () => {
    expect(problemsOf({ networkType: 'PortMapping' })).toEqual({ ports: 'portsMissing' })
    expect(problemsOf({ networkType: 'Host', ports: ports(['x', '']) })).toEqual({})
  })

  it.each([
    ['cpuQuota', '-1', 'cores'],
    ['cpuQuota', '0.0001', 'cores'],
    ['cpuQuota', '500m', 'cores'],
    ['cpuQuota', '1,5', 'cores'],
    ['maxCpuQuota', '100001', 'coresTooMany'],
    ['memoryQuota', '1.5', 'number'],
    ['memoryQuota', '256Mi', 'number'],
    ['maxMemoryQuota', '1000000001', 'mebibytesTooMany'],
  ] as const)('says of %s %j: %s', (field, text, problem) => {
    expect(problemsOf({ [field]: text })).toEqual({ [field]: problem })
  })

  it('wants no maximum below its request, and takes either alone', () => {
    expect(problemsOf({ cpuQuota: '0.5', maxCpuQuota: '0.25' })).toEqual({ maxCpuQuota: 'belowRequest' })
    expect(problemsOf({ memoryQuota: '512', maxMemoryQuota: '9' })).toEqual({ maxMemoryQuota: 'belowRequest' })
    expect(problemsOf({ cpuQuota: '2', maxCpuQuota: '2', memoryQuota: '9', maxMemoryQuota: '512' })).toEqual({})
    expect(problemsOf({ cpuQuota: '2', maxMemoryQuota: '1' })).toEqual({})
    expect(problemsOf({ cpuQuota: '2', maxCpuQuota: '0' })).toEqual({})
  })

  it('refuses names and texts that the server would', () => {
    expect(problemsOf({ version: 'a\tb' })).toEqual({ version: 'control' })
    expect(problemsOf({ appName: '名'.repeat(256) })).toEqual({ appName: 'tooLong' })
    expect(problemsOf({ description: 'x'.repeat(4097) })).toEqual({ description: 'textTooLong' })
  })
})

describe('what passes here passes the server', () => {
  it.each<Partial<VersionDraft>>([
    {},
    { cpuQuota: '0.001', maxCpuQuota: '100000', memoryQuota: '0', maxMemoryQuota: '1000000000' },
    { networkType: 'PortMapping', ports: ports(['1', '65535'], ['65535', '65535']) },
    { appName: '名'.repeat(255), description: 'two\nlines', restartPolicy: 'OnFailure' },
  ])('%j', (patch) => {
    expect(problemsOf(patch)).toEqual({})
    expect(createApplicationInput.safeParse(toCreateInput({ ...complete, ...patch })).error).toBeUndefined()
  })
})
