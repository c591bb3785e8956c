import { expect, test } from 'vitest'
import { loggedPath } from './logged-path'

test('a join’s ticket is left out, everything else stays', () => {
  expect(loggedPath('/api/join/a.secret/ticket')).toBe('/api/join/…')
  expect(loggedPath('/v2/p/org/app/blobs/uploads/1')).toBe('/v2/p/org/app/blobs/uploads/1')
})
