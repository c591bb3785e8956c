import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage } from '@/components/testing/render-page'
import { ApiError, NO_ANSWER } from '@/lib/client/api-error'
import { STALLED, UploadQueue } from '@/lib/client/upload-queue'
import { UploadContext } from './upload-context'
import { UploadRow } from './upload-row'

const file = new File(['x'], 'hello.tar')
const queue = new UploadQueue(() => Promise.resolve())

function showFailed(error: ApiError) {
  const upload = { id: 1, orgName: 'factory', file, phase: 'failed', sentBytes: 1, error } as const
  renderPage(
    <UploadContext value={queue}>
      <UploadRow upload={upload} />
    </UploadContext>,
  )
}

const refusal = (code: number, reason: string, params = {}) =>
  new ApiError(code, 'for portals', { status: 400, data: { reason, params } })

it.each([
  [refusal(30006, 'imageTooLarge'), 'The image is too large for the image registry.'],
  [refusal(30003, 'archiveTooManyTags', { max: 1000 }), /^The archive has more than 1,000 tags/],
  [new ApiError(NO_ANSWER, STALLED), 'The connection is stuck.'],
])('a failed upload says why in the reader’s language: %s', (error, words) => {
  showFailed(error)
  expect(screen.getByText(words)).toBeDefined()
  expect(screen.queryByText(/for portals/)).toBeNull()
})
