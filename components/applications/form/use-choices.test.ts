import { expect, it } from 'vitest'
import { loadUpTo, type Page } from './use-choices'

/** Records 0 … total-1, as a list operation pages them. */
function recordsOf(total: number) {
  const asked: Page[] = []
  const load = (page: Page) => {
    asked.push(page)
    const from = (page.pageNum - 1) * page.pageSize
    const items = Array.from({ length: Math.max(0, Math.min(page.pageSize, total - from)) }, (_, at) => from + at)
    return Promise.resolve({ total, items })
  }
  return { asked, load }
}

it('asks once for the first hundred, and leaves an empty search out', async () => {
  const { asked, load } = recordsOf(5000)
  const { total, items } = await loadUpTo(100, '', load)
  expect({ total, count: items.length }).toEqual({ total: 5000, count: 100 })
  expect(asked).toEqual([{ pageNum: 1, pageSize: 100, search: undefined }])
})

it('pages through what is more than one page may hold', async () => {
  const { asked, load } = recordsOf(2300)
  const { items } = await loadUpTo(3200, 'a', load)
  expect(items).toEqual(Array.from({ length: 2300 }, (_, at) => at))
  expect(asked.map(({ pageNum, pageSize }) => [pageNum, pageSize])).toEqual([
    [1, 1000],
    [2, 1000],
    [3, 1000],
  ])
  expect(asked[2]?.search).toBe('a')
})

it('stops at the limit', async () => {
  const { asked, load } = recordsOf(9000)
  expect((await loadUpTo(1600, '', load)).items).toHaveLength(2000)
  expect(asked).toHaveLength(2)
})

it('stops where there are none', async () => {
  const { asked, load } = recordsOf(0)
  expect(await loadUpTo(200, '', load)).toEqual({ total: 0, items: [] })
  expect(asked).toHaveLength(1)
})

it('passes an error on', async () => {
  await expect(loadUpTo(100, '', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
})
