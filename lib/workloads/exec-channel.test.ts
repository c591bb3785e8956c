import { expect, it } from 'vitest'
import { readStatus } from './exec-channel'

it.each([
  ['{"metadata":{},"status":"Success"}', { exitCode: 0 }],
  [
    '{"status":"Failure","reason":"NonZeroExitCode","message":"m","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}',
    { exitCode: 3 },
  ],
  ['{"status":"Failure","reason":"InternalError","message":"no such command"}', { failure: 'no such command' }],
  ['plain words of an old kubelet', { failure: 'plain words of an old kubelet' }],
  ['7', { failure: '7' }],
])('reads of the status %s how the command ended', (text, end) => {
  expect(readStatus(text)).toEqual(end)
})
