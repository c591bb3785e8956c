import { describe, expect, it } from 'vitest'
import type { ActivityAction } from '@/lib/activity/schema'
import { onlineShare, stateSpans } from './state-spans'

const at = (ms: number) => new Date(ms).toISOString()
const node = (action: ActivityAction<'node'>, ms: number) => ({ kind: 'node', action, at: at(ms) }) as const

describe('how a state went through a time', () => {
  it('begins with what was before it, and has no gaps', () => {
    const spans = stateSpans([node('Online', 700), node('Offline', 400), node('Online', 50)], 100, 1000)
    expect(spans).toEqual([
      { status: 'Online', fromMs: 100, toMs: 400 },
      { status: 'Offline', fromMs: 400, toMs: 700 },
      { status: 'Online', fromMs: 700, toMs: 1000 },
    ])
    expect(onlineShare(spans)).toBeCloseTo(600 / 900)
  })

  it('does not make up what was before the first that is known', () => {
    const spans = stateSpans([node('Online', 600), node('registered', 400)], 100, 1000)
    expect(spans.map(({ status, fromMs }) => [status, fromMs])).toEqual([
      [undefined, 100],
      ['NotInstalled', 400],
      ['Online', 600],
    ])
    expect(onlineShare(spans)).toBe(1)
  })

  it('knows that an earlier node of the same name was gone', () => {
    const spans = stateSpans([node('registered', 800), node('removed', 500), node('Online', 0)], 100, 1000)
    expect(spans.map(({ status }) => status)).toEqual(['Online', undefined, 'NotInstalled'])
  })

  it('knows that an installation came to nothing, and that accepting a key changes no state', () => {
    const of = (action: ActivityAction<'node'>) => stateSpans([node(action, 500), node('Installing', 0)], 100, 1000)
    for (const action of ['installFailed', 'installCancelled'] as const) {
      expect(of(action).map(({ status }) => status)).toEqual(['Installing', 'NotInstalled'])
    }
    expect(of('hostKeyAccepted').map(({ status }) => status)).toEqual(['Installing'])
  })

  it('leaves out what happened to the deployments on it, and what did not last', () => {
    const deployed = { kind: 'deployment', action: 'Running', at: at(500) } as const
    const spans = stateSpans([node('Online', 300), node('Offline', 300), deployed, node('Online', 200)], 200, 1000)
    expect(spans).toEqual([{ status: 'Online', fromMs: 200, toMs: 1000 }])
  })

  it('knows nothing where nothing was kept', () => {
    const spans = stateSpans([], 0, 10)
    expect(spans).toEqual([{ status: undefined, fromMs: 0, toMs: 10 }])
    expect(onlineShare(spans)).toBeUndefined()
  })
})
