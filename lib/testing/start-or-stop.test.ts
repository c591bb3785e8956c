import { expect, it, vi } from 'vitest'
import { startOrStop } from './start-or-stop'

it('stops what was made where its start fails, and tells why', async () => {
  const stop = vi.fn(() => Promise.resolve())
  await expect(startOrStop({ stop }, () => Promise.reject(new Error('no port')))).rejects.toThrow('no port')
  expect(stop).toHaveBeenCalledOnce()
})

it('leaves what started running', async () => {
  const stop = vi.fn(() => Promise.resolve())
  expect(await startOrStop({ stop }, () => Promise.resolve('it runs'))).toBe('it runs')
  expect(stop).not.toHaveBeenCalled()
})
