import { describe, expect, it } from 'vitest'
import { createApplicationInput, listApplicationInput } from './schema'

const least = {
  appName: '视频分析',
  archType: ['arm64'],
  version: '1.0',
  orgName: 'org',
  containerImage: 'image',
  containerImageVersion: '1',
  restartPolicy: 'Always',
  network: { type: 'Host' },
}
const ports = (...portMappings: unknown[]) => ({ network: { type: 'PortMapping', portMappings } })
const port = (containerPort: unknown, hostPort: unknown) => ({ containerPort, hostPort })

/** The fields that are wrong with it. */
function wrong(fields: object): string[] {
  const { error } = createApplicationInput.safeParse({ ...least, ...fields })
  return error?.issues.map((issue) => issue.path.join('.')) ?? []
}

describe('createApplicationInput', () => {
  it('needs little: no quota is none, no ports are none', () => {
    expect(createApplicationInput.parse(least)).toEqual({
      ...least,
      functionType: '',
      description: '',
      cpuQuota: 0,
      maxCpuQuota: 0,
      memoryQuota: 0,
      maxMemoryQuota: 0,
      network: { type: 'Host', portMappings: [] },
    })
    expect(
      createApplicationInput.parse({ ...least, network: { type: 'Host', portMappings: null } }).network.portMappings,
    ).toEqual([])
  })

  it.each([
    [{}, []],
    [{ cpuQuota: 0.25, maxCpuQuota: 0.25 }, []],
    [{ cpuQuota: 4 }, []],
    [ports(port(80, 8080), port(80, 8081)), []],
    [{ cpuQuota: 2, maxCpuQuota: 1 }, ['maxCpuQuota']],
    [{ memoryQuota: 2, maxMemoryQuota: 1 }, ['maxMemoryQuota']],
    [{ cpuQuota: -1 }, ['cpuQuota']],
    [{ memoryQuota: '64' }, ['memoryQuota']],
    [{ maxCpuQuota: 1e9 }, ['maxCpuQuota']],
    [{ maxMemoryQuota: Infinity }, ['maxMemoryQuota']],
    [{ archType: [] }, ['archType']],
    [{ archType: 'arm64' }, ['archType']],
    [{ restartPolicy: 'always' }, ['restartPolicy']],
    [{ network: { type: 'Bridge' } }, ['network.type']],
    [{ network: undefined }, ['network']],
    [ports(port(0, 8080)), ['network.portMappings.0.containerPort']],
    [ports(port(80, 65_536)), ['network.portMappings.0.hostPort']],
    [ports(port(80, 8080.5)), ['network.portMappings.0.hostPort']],
    [ports(port('80', 8080)), ['network.portMappings.0.containerPort']],
    [ports(port(80, 8080), port(81, 8080)), ['network.portMappings.1.hostPort']],
    [ports(...Array.from({ length: 101 }, (_, i) => port(i + 1, i + 1))), ['network.portMappings']],
    [{ appName: '' }, ['appName']],
    [{ appName: 'a\nb' }, ['appName']],
    [{ description: 'x'.repeat(4097) }, ['description']],
  ])('of %j is wrong in %j', (fields, expected) => expect(wrong(fields)).toEqual(expected))
})

describe('listApplicationInput', () => {
  it('lists all types where none is named', () => {
    expect(listApplicationInput.parse({ pageNum: 1, pageSize: 1 }).appType).toBe('All')
    expect(listApplicationInput.safeParse({ pageNum: 1, pageSize: 1, appType: 'Other' }).success).toBe(false)
  })
})
