import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { LearnLink } from './learn-link'

it('leads to where it is explained in the language of the reader, and names the site', async () => {
  await serveConsole({ at: '/', answers: {} })
  renderPage(<LearnLink about="workloads" />)
  const link = screen.getByRole('link', { name: 'What workloads are (kubernetes.io)' })
  expect(link.getAttribute('href')).toBe('https://kubernetes.io/docs/concepts/workloads/')
  expect(link.getAttribute('rel')).toBe('noreferrer')
})
