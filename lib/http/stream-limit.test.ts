import { expect, it } from 'vitest'
import { StreamLimit } from './stream-limit'

const caller = (userName: string) => ({
  tenant: { clusterId: 0, groupId: 0, userId: 1 },
  userName,
  role: 'viewer' as const,
  via: 'session' as const,
})

it('gives each user so many places, and a place back once', () => {
  const limit = new StreamLimit(2, 10)
  const giveBack = limit.take(caller('ana'))
  limit.take(caller('ana'))
  expect(() => limit.take(caller('ana'))).toThrow('no more than 2 of these are open at a time for one user')
  limit.take(caller('ben'))
  giveBack()
  giveBack()
  limit.take(caller('ana'))
  expect(() => limit.take(caller('ana'))).toThrow('no more than 2')
})

it('tells whoever has none open that all are taken, not that they have too many', () => {
  const limit = new StreamLimit(2, 3)
  limit.take(caller('ana'))
  limit.take(caller('ana'))
  const giveBack = limit.take(caller('ben'))
  expect(() => limit.take(caller('cem'))).toThrow('all 3 of these that the console serves are open')
  giveBack()
  limit.take(caller('cem'))
})
