import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { serveConsole } from '@/components/testing/console-answers'
import { renderPage } from '@/components/testing/render-page'
import { versionRecord } from '../testing/records'
import { ComparePage } from './compare-page'

const older = versionRecord()
const newer = versionRecord({
  id: 2,
  version: '1.1',
  status: 'Unpublished',
  maxCpuQuota: 2,
  containerImageVersion: '2.2',
})

async function open(query: string) {
  await serveConsole({
    at: `/applications/compare?app=door&${query}`,
    answers: {
      'application/listApplicationVersion': { data: { total: 2, appVersions: [newer, older] } },
      'application/describeApplicationVersion': ({ content }) => {
        const found = [older, newer].find(({ version }) => JSON.stringify(content).includes(`"version":"${version}"`))
        return found ? { data: { appVersion: found } } : { status: 400, code: 30000, msg: 'record not found' }
      },
    },
  })
  renderPage(<ComparePage />)
}

const heads = () => screen.getAllByRole('columnheader').map((head) => head.textContent)
const rowOf = (name: RegExp) => screen.getByRole('row', { name })

describe('comparing two versions', () => {
  it('marks what differs, and can show that alone', async () => {
    await open('a=1.0&b=1.1')
    await screen.findByRole('heading', { name: '2 fields differ.' })
    expect(heads()).toEqual(['Field', '1.0Published', '1.1Unpublished'])
    expect(
      within(rowOf(/^CPU/))
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['0.5 cores at least, 1 core at most', '0.5 cores at least, 2 cores at most'])
    within(rowOf(/^Image version/)).getByText('differs')
    expect(within(rowOf(/^Network/)).queryByText('differs')).toBeNull()
    fireEvent.click(screen.getByRole('checkbox', { name: 'Only what differs' }))
    expect(screen.getAllByRole('row')).toHaveLength(3)
    expect(screen.getByRole('link', { name: '1.1' }).getAttribute('href')).toBe(
      '/applications/version?app=door&version=1.1',
    )
  })

  it('turns the two about', async () => {
    await open('a=1.0&b=1.1')
    await screen.findByRole('heading', { name: '2 fields differ.' })
    fireEvent.click(screen.getByRole('button', { name: 'Swap' }))
    await waitFor(() => expect(heads()).toEqual(['Field', '1.1Unpublished', '1.0Published']))
    expect(window.location.search).toBe('?app=door&a=1.1&b=1.0')
  })

  it('lets the other version be chosen', async () => {
    await open('a=1.0')
    await screen.findByText('Choose the version to compare with.')
    fireEvent.mouseDown(await screen.findByRole('combobox', { name: 'Compared with' }))
    fireEvent.click(await screen.findByRole('option', { name: /^1\.1/ }))
    await screen.findByRole('heading', { name: '2 fields differ.' })
    expect(window.location.search).toBe('?app=door&a=1.0&b=1.1')
  })

  it('says so where both are the same', async () => {
    await open('a=1.0&b=1.0')
    await screen.findByText('This is the same version twice. Choose another one.')
  })

  it('says so where one is not there', async () => {
    await open('a=1.0&b=9')
    await screen.findByRole('heading', { name: 'door 9 is not there' })
  })
})
