import { describe, expect, it } from 'vitest'
import type { DeployTarget } from '@/lib/deployments/schema'
import { afterTicking, allThatFit, byName, canBeChosen, isChosen, NO_NODES, type NodeChoice } from './node-choice'

function target(nodeName: string, more: Partial<DeployTarget> = {}): DeployTarget {
  const standard = { nodeType: 'Generic', arch: 'amd64', status: 'Online', effect: 'new', presentVersion: '' } as const
  return { nodeName, ...standard, code: '', obstacles: [], fits: true, ...more }
}

const a = target('Gate-a')
const b = target('gate-b', { arch: 'arm64', effect: 'update', presentVersion: '1.0' })
const short = target('gate-c', { fits: false, obstacles: [{ code: 'cpu', wanted: 2, free: 1 }] })
const rows = [a, b, short]
const chosen = (choice: NodeChoice) => rows.filter((row) => isChosen(choice, row)).map(({ nodeName }) => nodeName)

describe('a choice of nodes', () => {
  it('of all that fit has what matches, and nothing that does not fit', () => {
    expect(chosen(NO_NODES)).toEqual([])
    expect(chosen(allThatFit({}))).toEqual(['Gate-a', 'gate-b'])
    expect(chosen(allThatFit({ search: 'GATE-A' }))).toEqual(['Gate-a'])
    expect(chosen(allThatFit({ arch: 'arm64', status: 'Online', nodeType: 'Generic' }))).toEqual(['gate-b'])
    expect(chosen(allThatFit({ presentVersion: '1.0' }))).toEqual(['gate-b'])
    expect(chosen(allThatFit({ nodeType: 'Atlas 500' }))).toEqual([])
  })

  it('leaves out what is unticked, and takes it back', () => {
    const without = afterTicking(allThatFit({}), rows, new Set(['gate-b']))
    expect([...without.except]).toEqual(['Gate-a'])
    expect(chosen(without)).toEqual(['gate-b'])
    const again = afterTicking(without, rows, new Set(['Gate-a', 'gate-b']))
    expect(again).toEqual(allThatFit({}))
  })

  it('takes in by name what is not among all', () => {
    const more = afterTicking(allThatFit({ arch: 'arm64' }), rows, new Set(['gate-b', 'gate-c']))
    expect([...more.also]).toEqual(['gate-c'])
    expect(chosen(more)).toEqual(['gate-b', 'gate-c'])
    expect(chosen(afterTicking(more, rows, new Set(['gate-b'])))).toEqual(['gate-b'])
  })

  it('leaves what other pages show as it is', () => {
    const elsewhere = byName(['other', 'gate-b'])
    expect(afterTicking(elsewhere, [a], new Set(['Gate-a'])).also).toEqual(new Set(['other', 'gate-b', 'Gate-a']))
    expect(afterTicking(elsewhere, [b], new Set()).also).toEqual(new Set(['other']))
  })

  it('has nothing that would be refused', () => {
    expect(canBeChosen(short)).toBe(true)
    expect(canBeChosen(target('x', { code: 'arch', effect: 'refused', fits: false }))).toBe(false)
  })
})
