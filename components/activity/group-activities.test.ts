import { describe, expect, it } from 'vitest'
import type { ActivityRecord } from '@/lib/activity/schema'
import { groupActivities } from './group-activities'

const NOW = Date.parse('2026-11-20T08:00:00.000Z')

function activityOf(patch: Partial<ActivityRecord>, secondsAgo = 0): ActivityRecord {
  return {
    id: 1,
    kind: 'node',
    action: 'Offline',
    nodeName: 'a',
    appName: '',
    version: '',
    imageName: '',
    reason: '',
    actor: '',
    at: new Date(NOW - secondsAgo * 1000).toISOString(),
    exists: [],
    ...patch,
  }
}
const failed = { kind: 'deployment', action: 'Abnormal', appName: 'till', version: 'v1' } as const
const drawn = (...activities: ActivityRecord[]) => groupActivities(activities).map(({ nodeNames }) => nodeNames.join())

describe('what happened on several nodes', () => {
  it('is one line, which its newest stands for', () => {
    const [a, b] = [activityOf({ id: 2, nodeName: 'a' }), activityOf({ nodeName: 'b' }, 20)]
    expect(groupActivities([a, b])).toEqual([{ first: a, nodeNames: ['a', 'b'] }])
  })

  it('stays apart where it happened to one node twice', () => {
    const again = [activityOf({}), activityOf({ nodeName: 'b' }, 10), activityOf({}, 20)]
    expect(drawn(...again)).toEqual(['a,b', 'a'])
  })

  it('stays together while less than a minute lies between one and the next', () => {
    const seconds = [0, 50, 100, 161]
    const names = ['a', 'b', 'c', 'd']
    expect(drawn(...names.map((nodeName, at) => activityOf({ nodeName }, seconds[at])))).toEqual(['a,b,c', 'd'])
  })

  it.each<[string, Partial<ActivityRecord>]>([
    ['is another application', { ...failed, appName: 'shop' }],
    ['was done by somebody', { ...failed, actor: 'ana' }],
    ['has another known cause', { ...failed, reason: 'OOMKilled (last exit code 137)' }],
    ['has a cause that is not a known one', { ...failed, reason: 'FailedMount: no such volume' }],
  ])('stays apart where it %s', (_, other) => {
    const one = activityOf({ ...failed, reason: 'ErrImagePull: a timed out' })
    expect(drawn(one, activityOf({ nodeName: 'b', reason: one.reason, ...other }))).toEqual(['a', 'b'])
  })

  it('is together where the cause is the same in other words', () => {
    const pull = activityOf({ ...failed, reason: 'ErrImagePull: a timed out' })
    const again = activityOf({ ...failed, nodeName: 'b', reason: 'ImagePullBackOff: not found' })
    expect(drawn(pull, again)).toEqual(['a,b'])
  })

  it('stays apart where the nodes say why in other words', () => {
    const silent = activityOf({ reason: 'Kubelet stopped posting node status.' })
    expect(drawn(silent, activityOf({ nodeName: 'b', reason: 'container runtime is down' }))).toEqual(['a', 'b'])
  })

  it('is a line each where it is about no node', () => {
    const image = { kind: 'image', action: 'uploaded', nodeName: '', imageName: 'retail/till' } as const
    expect(drawn(activityOf(image), activityOf(image))).toEqual(['', ''])
  })
})
