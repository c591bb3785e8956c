import { afterEach, describe, expect, it, vi } from 'vitest'
import { copyText } from './copy-text'

afterEach(() => {
  vi.unstubAllGlobals()
  document.body.replaceChildren()
})

describe('copyText over plain HTTP, where there is no clipboard', () => {
  it('selects the text and copies it, and gives the focus back', async () => {
    const button = document.createElement('button')
    document.body.append(button)
    button.focus()
    let copied: string | undefined
    vi.stubGlobal('isSecureContext', false)
    document.execCommand = () => {
      copied = document.querySelector('textarea')?.value
      return true
    }
    expect(await copyText('kubectl get nodes\n')).toBe(true)
    expect(copied).toBe('kubectl get nodes\n')
    expect(document.querySelector('textarea')).toBeNull()
    expect(document.activeElement).toBe(button)
  })

  it('says so where the browser refuses', async () => {
    vi.stubGlobal('isSecureContext', false)
    document.execCommand = () => false
    expect(await copyText('x')).toBe(false)
  })
})
