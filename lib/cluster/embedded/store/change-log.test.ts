import { expect, it } from 'vitest'
import { ChangeLog, type Change } from './change-log'

const change = (revision: number): Change => ({
  revision,
  type: 'MODIFIED',
  key: 'k',
  object: { apiVersion: 'v1', kind: 'X', metadata: {} },
})
const revisions = (changes: Change[] | undefined) => changes?.map(({ revision }) => revision)

it('tells the changes after a revision, also one that was of another resource', () => {
  const log = new ChangeLog(10, 100)
  for (const revision of [12, 15, 16]) log.append(change(revision))
  expect(revisions(log.after(10))).toEqual([12, 15, 16])
  expect(revisions(log.after(13))).toEqual([15, 16])
  expect(revisions(log.after(16))).toEqual([])
})

it('knows what it has forgotten', () => {
  const log = new ChangeLog(0, 3)
  for (let revision = 1; revision <= 10; revision++) log.append(change(revision))
  expect(log.oldestRevision).toBe(7)
  expect(log.after(6)).toBeUndefined()
  expect(revisions(log.after(7))).toEqual([8, 9, 10])
  expect(new ChangeLog(50, 3).after(49)).toBeUndefined()
})
