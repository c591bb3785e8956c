import { request } from 'node:http'
import { expect } from 'vitest'
import { readAnswer, type Answer } from './answer'
import { bothShapesOf, envelopeOf, type Content } from './answer'
import { API, checkedOutput, type Portal } from './portal'

const UPLOAD = 'image/uploadImage'
const TIMEOUT_MS = 60_000

export interface Upload {
  orgName?: string
  archive?: Buffer
  fileName?: string
  /** The order of the form's fields; the org comes first unless said otherwise. */
  fileFirst?: boolean
  /** By which its progress can be asked for. */
  uploadId?: string
}

/** Sends an archive as a browser's form does. */
export async function sendUpload(portal: Portal, upload: Upload): Promise<Answer> {
  const { orgName, archive, fileName = 'image.tar', fileFirst = false, uploadId } = upload
  const org = (form: FormData) => orgName !== undefined && form.append('orgName', orgName)
  const file = (form: FormData) => archive && form.append('file', new Blob([new Uint8Array(archive)]), fileName)
  const form = new FormData()
  for (const add of fileFirst ? [file, org] : [org, file]) add(form)
  const response = await fetch(`${portal.url}${API}${UPLOAD}`, {
    method: 'POST',
    body: form,
    headers: {
      authorization: `Bearer ${await portal.token()}`,
      ...(uploadId === undefined ? {} : { 'x-upload-id': uploadId }),
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  return readAnswer(response)
}

/** An upload that must go well; answers the data. */
export async function uploaded(portal: Portal, upload: Upload): Promise<unknown> {
  const answer = await sendUpload(portal, upload)
  expect(answer.status, answer.text).toBe(200)
  const { header, content } = envelopeOf(answer)
  expect(header.parent_msg_id).toBe('')
  expect({ code: content.code, msg: content.msg }).toEqual({ code: 0, msg: 'OK' })
  return checkedOutput(UPLOAD, content.data)
}

/** An upload that must not go well; the answer must have both shapes of PROTOCOL.md §4. */
export async function refusedUpload(portal: Portal, upload: Upload): Promise<Content & { status: number }> {
  const answer = await sendUpload(portal, upload)
  const { header, content } = bothShapesOf(answer)
  expect(header.parent_msg_id).toBe('')
  expect(content.code, answer.text).not.toBe(0)
  return { status: answer.status, ...content }
}

const BOUNDARY = 'a-boundary-that-is-in-no-archive'
export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`

/** The bytes of a form around a file, for those who send them in their own way. */
export function formBytes(orgName: string, archive: Buffer, fileName = 'image.tar'): Buffer {
  const part = (disposition: string) => `--${BOUNDARY}\r\ncontent-disposition: form-data; ${disposition}\r\n`
  return Buffer.concat([
    Buffer.from(`${part('name="orgName"')}\r\n${orgName}\r\n`),
    Buffer.from(`${part(`name="file"; filename="${fileName}"`)}content-type: application/x-tar\r\n\r\n`),
    archive,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ])
}

/** Begins an upload, sends `bytes` of it, and breaks the connection off. */
export async function breakOffUpload(portal: Portal, form: Buffer, bytes: number): Promise<void> {
  const req = request(`${portal.url}${API}${UPLOAD}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await portal.token()}`,
      'content-type': FORM_TYPE,
      'content-length': form.length,
    },
  })
  req.on('error', () => undefined) // it is this end that breaks it off
  await new Promise<void>((resolve) => req.write(form.subarray(0, bytes), () => resolve()))
  req.destroy()
}
