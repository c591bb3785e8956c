import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import type { ArchiveBlob } from '@/lib/registry/archive/image'
import { bytesOf } from '@/lib/registry/testing/archives'
import { PushProgress } from './push-progress'
import type { PushedImage } from './record-images'
import { imageOf } from './testing/pushed-image'
import { UploadBoard } from './upload-board'

const tenant = { clusterId: 0, groupId: 0, userId: 1 }
const blob = (digest: string, size: number): ArchiveBlob => ({
  digest,
  size,
  open: () => Readable.from([Buffer.alloc(size)]),
})

function progressOf(images: PushedImage[]) {
  const board = new UploadBoard()
  const uploadId = randomUUID()
  const progress = new PushProgress(images, board.begin(tenant, uploadId))
  return { progress, shown: () => board.find(tenant, uploadId) }
}

const [base, own] = [blob('base', 300), blob('own', 50)]

it('counts what is sent, and leaves out what the registry has', async () => {
  const { progress, shown } = progressOf([imageOf('org/a', [base, own])])
  expect(shown()).toMatchObject({ phase: 'pushing', blobCount: 2, blobsDone: 0, totalBytes: 350, sentBytes: 0 })
  const first = progress.begin(base)
  await bytesOf(first.counted)
  expect(shown()).toMatchObject({ blobsDone: 0, sentBytes: 300 })
  first.sent()
  progress.begin(own).present()
  expect(shown()).toMatchObject({ blobsDone: 2, blobsPresent: 1, totalBytes: 300, sentBytes: 300 })
})

it('counts a retry anew, and nothing of one that was mounted in the end', async () => {
  const { progress, shown } = progressOf([imageOf('org/a', [base])])
  const first = progress.begin(base)
  await bytesOf(first.counted)
  await bytesOf(first.counted)
  expect(shown()).toMatchObject({ sentBytes: 300 })
  first.present()
  expect(shown()).toMatchObject({ blobsDone: 1, blobsPresent: 1, totalBytes: 0, sentBytes: 0 })
})

it('does not go back where the next image has a layer of the one before', async () => {
  const { progress, shown } = progressOf([imageOf('org/a', [base]), imageOf('org/b', [base])])
  const first = progress.begin(base)
  await bytesOf(first.counted)
  first.sent()
  progress.begin(base).present()
  expect(shown()).toMatchObject({ blobCount: 2, blobsDone: 2, totalBytes: 300, sentBytes: 300 })
})

it('reaches the end where a shared layer is sent again', async () => {
  const { progress, shown } = progressOf([imageOf('org/a', [base]), imageOf('org/b', [base])])
  for (let image = 0; image < 2; image++) {
    const next = progress.begin(base)
    await bytesOf(next.counted)
    next.sent()
  }
  expect(shown()).toMatchObject({ blobsDone: 2, totalBytes: 600, sentBytes: 600 })
})
