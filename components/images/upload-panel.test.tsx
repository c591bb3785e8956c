import { act, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage } from '@/components/testing/render-page'
import { ApiError } from '@/lib/client/api-error'
import { UploadQueue } from '@/lib/client/upload-queue'
import { UploadContext } from './upload-context'
import { UploadPanel } from './upload-panel'

const goTo = (address: string) => act(() => window.history.pushState(null, '', address))

async function showUploads(names: readonly string[]): Promise<void> {
  goTo('/images')
  const queue = new UploadQueue(({ file }) =>
    file.name === 'bad.tar' ? Promise.reject(new ApiError(30001, 'no archive')) : Promise.resolve(),
  )
  queue.add(
    'shop',
    names.map((name) => new File(['x'], name)),
  )
  renderPage(
    <UploadContext value={queue}>
      <UploadPanel />
    </UploadContext>,
  )
  await waitFor(() => expect(queue.active).toBe(false))
}

it('what went well is shown until another page is opened', async () => {
  await showUploads(['a.tar', 'b.tar'])
  expect(screen.getAllByText('Uploaded')).toHaveLength(2)
  goTo('/nodes')
  await waitFor(() => expect(screen.queryAllByText('Uploaded')).toHaveLength(0))
})

it('what failed stays, with all that was sent beside it', async () => {
  await showUploads(['a.tar', 'bad.tar'])
  goTo('/nodes')
  goTo('/applications')
  expect(screen.getAllByRole('listitem')).toHaveLength(2)
})
