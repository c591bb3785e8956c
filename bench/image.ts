import { makeDockerArchive } from '@/lib/registry/testing/make-archive'
import type { BenchPortal } from './portal'

/** Uploads a small image as bench/app:1. */
export async function sendImage(portal: BenchPortal): Promise<void> {
  await portal.call('image/createOrg', { orgName: 'bench' })
  const archive = await makeDockerArchive({ repoTags: ['app:1'], files: { hello: 'hello' }, arch: 'amd64' })
  const form = new FormData()
  form.append('orgName', 'bench')
  form.append('file', new Blob([new Uint8Array(archive)]), 'app.tar')
  const answer = await fetch(portal.address('image/uploadImage'), {
    method: 'POST',
    headers: portal.headers,
    body: form,
  })
  if (!answer.ok) throw new Error(`the upload failed: ${await answer.text()}`)
}
