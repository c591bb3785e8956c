import { expect, it } from 'vitest'
import { summed } from './deploy-counts'

it('adds up each by itself: all, and those that run or are abnormal', () => {
  const countsOf = summed([
    { id: 1, status: 'Running', count: 5 },
    { id: 2, status: 'Running', count: 40 },
    { id: 1, status: 'Abnormal', count: 2 },
    { id: 1, status: 'Deploying', count: 3 },
    { id: 1, status: 'Completed', count: 1 },
  ])
  expect(countsOf(1)).toEqual({ total: 11, running: 5, abnormal: 2 })
  expect(countsOf(2)).toEqual({ total: 40, running: 40, abnormal: 0 })
})

it('counts none where there are none', () => {
  expect(summed([])(1)).toEqual({ total: 0, running: 0, abnormal: 0 })
})
