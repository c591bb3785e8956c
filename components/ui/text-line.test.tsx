import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { TextLine } from './text-line'

const HINT = 'As in 1.0'
const PROBLEM = 'There is one of this name'

async function fieldDescribed(description: string, problem?: string) {
  await serveConsole({ at: '/', answers: {} })
  renderPage(<TextLine label="Version" hint={HINT} problem={problem} value="v" onChange={() => {}} required />)
  return screen.getByRole<HTMLInputElement>('textbox', { name: /^Version/, description })
}

describe('a text field', () => {
  it('is found by its label and described by its hint', async () => {
    const field = await fieldDescribed(HINT)
    expect(field.required).toBe(true)
    expect(field.getAttribute('aria-invalid')).toBe('false')
  })

  it('says what is wrong with it in place of the hint', async () => {
    const field = await fieldDescribed(PROBLEM, PROBLEM)
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(screen.queryByText(HINT)).toBeNull()
  })
})
