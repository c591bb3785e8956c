import { describe, expect, it } from 'vitest'
import { chosenFor, offeredArch } from './offered-arch'

const linux = (architecture: string) => ({ os: 'linux', architecture })

describe('offeredArch', () => {
  it('offers what both image and nodes have', () => {
    expect(offeredArch([linux('amd64'), linux('s390x')])).toEqual({ arch: ['amd64'], unknown: false })
    expect(offeredArch([linux('amd64'), linux('arm64')])).toEqual({ arch: ['arm64', 'amd64'], unknown: false })
  })

  it('offers each once, however many variants there are', () => {
    const variants = [
      { ...linux('arm64'), variant: 'v8' },
      { ...linux('arm64'), variant: 'v9' },
    ]
    expect(offeredArch(variants)).toEqual({ arch: ['arm64'], unknown: false })
  })

  it.each([
    ['says nothing', []],
    ['runs on Windows', [{ os: 'windows', architecture: 'amd64' }]],
    ['holds attestations only', [{ os: 'unknown', architecture: 'unknown' }]],
    ['runs on what no node is', [linux('riscv64')]],
  ])('offers all, as unknown, of an image that %s', (_, platforms) => {
    expect(offeredArch(platforms)).toEqual({ arch: ['arm64', 'amd64'], unknown: true })
  })
})

describe('chosenFor', () => {
  const both = { arch: ['arm64', 'amd64'], unknown: false } as const
  it('chooses all that a first image has', () => {
    expect(chosenFor(both, [])).toEqual(['arm64', 'amd64'])
  })

  it('keeps what was chosen as far as the next image has it', () => {
    expect(chosenFor(both, ['amd64'])).toEqual(['amd64'])
    expect(chosenFor({ arch: ['arm64'], unknown: false }, ['amd64', 'arm64'])).toEqual(['arm64'])
    expect(chosenFor({ arch: ['arm64'], unknown: false }, ['amd64'])).toEqual(['arm64'])
  })

  it('chooses nothing by itself where the image does not say', () => {
    const unknown = { arch: ['arm64', 'amd64'], unknown: true } as const
    expect(chosenFor(unknown, [])).toEqual([])
    expect(chosenFor(unknown, ['amd64'])).toEqual(['amd64'])
  })
})
