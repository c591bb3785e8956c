import { describe, expect, it } from 'vitest'
import {
  compareVersions,
  kubeEdgeVersion,
  kubernetesVersion,
  parseVersion,
  type KubeEdgeVersion,
} from './kubeedge-version'

it.each([
  ['v1.22.6-kubeedge-v1.16.1', 'v1.22.6', 'v1.16.1'],
  ['v1.32.10-kubeedge-v1.23.1-beta.0', 'v1.32.10', 'v1.23.1-beta.0'],
  ['v1.32.10', 'v1.32.10', ''],
  ['', '', ''],
])('tells the versions of kubelet and KubeEdge apart in %j', (text, kubelet, kubeEdge) => {
  expect([kubernetesVersion(text), kubeEdgeVersion(text)]).toEqual([kubelet, kubeEdge])
})

describe('the order of versions', () => {
  const parsed = (text: string): KubeEdgeVersion => parseVersion(text) ?? { numbers: [0, 0, 0], preRelease: 'none' }

  it('is that of their numbers, and a release comes after what came before it', () => {
    const sorted = ['v1.9.4', 'v1.22.2-alpha.1', 'v1.22.2-beta.0', 'v1.22.2-beta.10', 'v1.22.2', 'v1.23.0']
    const shuffled = [...sorted].sort((a, b) => a.localeCompare(b)).reverse()
    expect(shuffled.sort((a, b) => compareVersions(parsed(a), parsed(b)))).toEqual(sorted)
    expect(compareVersions(parsed('1.2.3+build'), parsed('v1.2.3'))).toBe(0)
  })

  it.each(['', 'v1', 'v1.2', 'v1.2.3.4', 'v1.2.x', 'master', 'v1.2.3 '])('%j is none', (text) =>
    expect(parseVersion(text)).toBeUndefined(),
  )
})
