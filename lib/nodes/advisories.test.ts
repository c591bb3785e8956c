import { describe, expect, it } from 'vitest'
import { advisoriesOf, remoteExecutionOf } from './advisories'

const of = (kubeEdge: string) => advisoriesOf(`v1.32.10-kubeedge-${kubeEdge}`).map(({ id, fixedIn }) => [id, fixedIn])
const upgrade = (fixedIn: string) => ['CVE-2026-62371', fixedIn]
const config = (fixedIn: string) => ['CVE-2026-62182', fixedIn]
const memory = (fixedIn: string) => [
  ['CVE-2022-31073', fixedIn],
  ['CVE-2022-31080', fixedIn],
]

describe('what is known of a version of KubeEdge', () => {
  it.each([
    ['v1.24.0', []],
    ['v1.23.1', []],
    ['v1.23.1-beta.0', [upgrade('v1.23.1'), config('v1.23.1')]],
    ['v1.23.0', [upgrade('v1.23.1'), config('v1.23.1')]],
    ['v1.23.0-beta.0', [upgrade('v1.23.1'), config('v1.23.1')]],
    ['v1.22.2', []],
    ['v1.22.1', [upgrade('v1.22.2'), config('v1.22.2')]],
    ['v1.21.10', []],
    ['v1.21.2', []],
    ['v1.21.0', [upgrade('v1.21.2'), config('v1.21.2')]],
    ['v1.20.5', [upgrade('v1.21.2')]],
    ['v1.16.0', [upgrade('v1.21.2')]],
    ['v1.12.0', [upgrade('v1.21.2')]],
    ['v1.11.1', []],
    ['v1.11.0', memory('v1.11.1')],
    ['v1.10.2', []],
    ['v1.10.1', memory('v1.10.2')],
    ['v1.9.4', []],
    ['v1.8.0', memory('v1.9.4')],
  ])('%s', (version, expected) => expect(of(version)).toEqual(expected))

  it.each(['v1.20.6', '', 'v1.32.10-kubeedge-', 'v1.32.10-kubeedge-master', 'v1.32.10-kubeedge-v1.23', 'kubeedge'])(
    'is nothing where the version is %j, which names no release of KubeEdge',
    (kubelet) => expect(advisoriesOf(kubelet)).toEqual([]),
  )

  it('tells what lets somebody run commands from what only wears the node down', () => {
    expect(remoteExecutionOf('v1.22.6-kubeedge-v1.10.0')).toEqual([])
    expect(remoteExecutionOf('v1.22.6-kubeedge-v1.20.0')).toEqual([
      {
        id: 'CVE-2026-62371',
        ghsa: 'GHSA-5jpj-293f-rhvj',
        effect: 'remoteExecution',
        part: 'NodeUpgradeJob',
        fixedIn: 'v1.21.2',
      },
    ])
  })
})
