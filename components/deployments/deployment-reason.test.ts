import { expect, it } from 'vitest'
import { readReason } from './deployment-reason'

it.each([
  ['the node is offline', 'nodeOffline', undefined],
  ['ImagePullBackOff: Back-off pulling image "registry.example/a:1"', 'pull', undefined],
  ['CrashLoopBackOff (last exit code 137): back-off 10s restarting', 'crash', '137'],
  ['Error (exit code 1)', 'exit', '1'],
  ['OOMKilled (exit code 137)', 'memory', '137'],
  ['Unschedulable: 0/3 nodes are available: 3 Insufficient cpu.', 'noFit', undefined],
  ['ScaledToZero: the number of replicas was set to 0 in the cluster', 'scaled', undefined],
])('reads %j as %s', (reason, cause, exitCode) => {
  expect(readReason(reason)).toEqual({ cause, exitCode })
})

it.each(['', 'Deployment "x" exceeded its progress deadline', 'toString', 'Errors: many', ': ErrImagePull'])(
  'knows no cause in %j',
  (reason) => {
    expect(readReason(reason).cause).toBeUndefined()
  },
)
