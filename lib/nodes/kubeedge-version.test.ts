import { expect, it } from 'vitest'
import { kubeEdgeVersion } from './kubeedge-version'

it.each([
  ['v1.22.6-kubeedge-v1.16.1', 'v1.16.1'],
  ['v1.32.10-kubeedge-v1.23.1-beta.0', 'v1.23.1-beta.0'],
  ['v1.32.10', ''],
  ['', ''],
])('reads the version of KubeEdge from %j', (kubelet, version) => expect(kubeEdgeVersion(kubelet)).toBe(version))
