import { describe, expect, it } from 'vitest'
import { createApplicationInput } from '@/lib/applications/schema'
import { orgNameInput } from '@/lib/images/schema'
import { AppError } from './errors'
import { listInput, parseOrInvalid } from './validation'

function issuesOf(parse: () => unknown): unknown {
  try {
    parse()
  } catch (error) {
    if (error instanceof AppError) return (error.data as { issues: unknown }).issues
    throw error
  }
  return undefined
}

const good = {
  appName: 'till',
  version: 'v1',
  archType: ['amd64'],
  orgName: 'shop',
  containerImage: 'till',
  containerImageVersion: '1',
  restartPolicy: 'Always',
  network: { type: 'Host' },
}
const mapping = { containerPort: 80, hostPort: 8080 }

describe('what is wrong with fields', () => {
  it.each([
    [{ appName: undefined }, 'appName', 'missing', {}],
    [{ appName: '' }, 'appName', 'empty', {}],
    [{ appName: 'x'.repeat(256) }, 'appName', 'tooLong', { max: 255 }],
    [{ appName: 'a\nb' }, 'appName', 'control', {}],
    [{ appName: 7 }, 'appName', 'wrongType', {}],
    [{ archType: [] }, 'archType', 'tooFew', { min: 1 }],
    [{ restartPolicy: 'Sometimes' }, 'restartPolicy', 'notAChoice', { choices: 'Always, OnFailure, Never' }],
    [{ restartPolicy: undefined }, 'restartPolicy', 'missing', {}],
    [{ cpuQuota: -1 }, 'cpuQuota', 'tooSmall', { min: 0 }],
    [{ cpuQuota: 2, maxCpuQuota: 1 }, 'maxCpuQuota', 'belowRequest', { request: 'cpuQuota' }],
    [
      { network: { type: 'PortMapping', portMappings: [{ ...mapping, hostPort: 70_000 }] } },
      'network.portMappings.0.hostPort',
      'tooLarge',
      { max: 65_535 },
    ],
    [
      { network: { type: 'PortMapping', portMappings: [mapping, mapping] } },
      'network.portMappings.1.hostPort',
      'twice',
      { value: 8080 },
    ],
  ])('%j: %s is %s', (patch, field, problem, params) => {
    const issues = issuesOf(() => parseOrInvalid(createApplicationInput, { ...good, ...patch }, 'content'))
    expect(issues).toEqual([{ field: `content.${field}`, problem, params }])
  })

  it('is told for programs also where a grammar has a sentence of its own', () => {
    expect(issuesOf(() => parseOrInvalid(orgNameInput, { orgName: 'Shop' }, ''))).toEqual([
      { field: 'orgName', problem: 'orgName', params: {} },
    ])
  })

  it('is told of each field, up to a bound', () => {
    expect(issuesOf(() => parseOrInvalid(listInput(['id']), { pageNum: 0, sortBy: 'x' }, ''))).toEqual([
      { field: 'pageNum', problem: 'tooSmall', params: { min: 1 } },
      { field: 'pageSize', problem: 'missing', params: {} },
      { field: 'sortBy', problem: 'notAChoice', params: { choices: 'id' } },
    ])
    const many = { ...good, archType: Array.from({ length: 16 }, () => ''), restartPolicy: 1, network: 1, appName: 1 }
    const issues = issuesOf(() => parseOrInvalid(createApplicationInput, { ...many, version: 1, orgName: 1 }, ''))
    expect(issues).toHaveLength(20)
  })
})
