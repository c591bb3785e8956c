import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { lazySection } from './lazy-section'

it('keeps its place on the page until its code has come', async () => {
  await serveConsole({ at: '/', answers: {} })
  let arrive = (_: () => string) => undefined as void
  const Part = lazySection(() => new Promise<() => string>((resolve) => (arrive = resolve)))
  renderPage(<Part />)
  expect(screen.getByRole('status', { name: 'Loading' }).getAttribute('aria-busy')).toBe('true')
  arrive(() => 'It has come')
  await screen.findByText('It has come')
  expect(screen.queryByRole('status', { name: 'Loading' })).toBeNull()
})
