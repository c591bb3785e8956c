import { act, renderHook } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { useRowSelection } from './use-row-selection'

interface Row {
  name: string
  state: string
}

const nameOf = ({ name }: Row) => name
const row = (name: string, state = 'here'): Row => ({ name, state })

describe('rows that are selected', () => {
  it('stay so on another page, as they were last seen', () => {
    const { result, rerender } = renderHook(({ shown }) => useRowSelection(shown, nameOf), {
      initialProps: { shown: [row('a'), row('b')] },
    })
    act(() => result.current.selection.onChange(new Set(['a'])))
    rerender({ shown: [row('c')] })
    act(() => result.current.selection.onChange(new Set([...result.current.selection.selected, 'c'])))
    expect(result.current.rows).toEqual([row('a'), row('c')])
  })

  it('are as they are now where they are on the page', () => {
    const { result, rerender } = renderHook(({ shown }) => useRowSelection(shown, nameOf), {
      initialProps: { shown: [row('a')] },
    })
    act(() => result.current.selection.onChange(new Set(['a'])))
    rerender({ shown: [row('a', 'changed')] })
    expect(result.current.rows).toEqual([row('a', 'changed')])
  })

  it('can be all that match, but for those that nothing can be done with', async () => {
    const { result } = renderHook(() =>
      useRowSelection([row('a')], nameOf, {
        findMatching: () => Promise.resolve([row('a'), row('b'), row('c', 'going')]),
        disabled: ({ state }) => state === 'going',
      }),
    )
    const keys = await act(() => result.current.allMatching())
    act(() => result.current.selection.onChange(new Set(keys)))
    expect(result.current.rows).toEqual([row('a'), row('b')])
  })

  it('cannot be those of the page that nothing can be done with', () => {
    const { result } = renderHook(() =>
      useRowSelection([row('a'), row('b', 'going')], nameOf, { disabled: ({ state }) => state === 'going' }),
    )
    expect(['a', 'b'].filter((key) => result.current.selection.disabled?.(key))).toEqual(['b'])
  })

  it('leave when they are done', () => {
    const { result } = renderHook(() => useRowSelection([row('a'), row('b')], nameOf))
    act(() => result.current.selection.onChange(new Set(['a', 'b'])))
    act(() => result.current.drop(['a']))
    expect(result.current.rows).toEqual([row('b')])
  })
})
