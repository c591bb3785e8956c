import { fireEvent } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderPage } from '@/components/testing/render-page'
import { DropPlace } from './drop-place'

const [one, two] = [new File(['1'], 'one.csv'), new File(['2'], 'two.csv')]

/** The files that were taken, each time. */
function show(more: { multiple?: boolean; busy?: boolean } = {}) {
  const taken: string[][] = []
  const labels = { chooseLabel: 'Choose', dropLabel: 'or drop here' }
  const { container } = renderPage(
    <DropPlace accept=".csv" {...labels} {...more} onFiles={(files) => taken.push(files.map(({ name }) => name))} />,
  )
  const input = container.querySelector('input')
  const place = input?.parentElement
  const button = container.querySelector('button')
  if (!input || !place || !button) throw new Error('there is no place for files')
  return { taken, input, button, drop: (files: File[]) => fireEvent.drop(place, { dataTransfer: { files } }) }
}

describe('DropPlace', () => {
  it('takes files that are dropped or chosen, and the same again', () => {
    const { taken, input, drop } = show({ multiple: true })
    drop([one, two])
    fireEvent.change(input, { target: { files: [one] } })
    expect(input.value).toBe('')
    expect(taken).toEqual([['one.csv', 'two.csv'], ['one.csv']])
  })

  it('takes one file where it may be one', () => {
    const { taken, drop } = show()
    drop([one, two])
    expect(taken).toEqual([['one.csv']])
  })

  it('takes nothing while it is busy, and nothing where there is no file', () => {
    const busy = show({ busy: true })
    busy.drop([one])
    expect(busy.taken).toEqual([])
    expect(busy.button.disabled).toBe(true)
  })

  it('is told nothing where something else than a file was dropped', () => {
    const { taken, drop } = show()
    drop([])
    expect(taken).toEqual([])
  })
})
