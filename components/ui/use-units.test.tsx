import { renderHook } from '@testing-library/react'
import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { describe, expect, it } from 'vitest'
import { useUnits } from './use-units'

const inEnglish = ({ children }: { children: ReactNode }) => (
  <NextIntlClientProvider locale="en" messages={{}} timeZone="UTC">
    {children}
  </NextIntlClientProvider>
)

describe('sizes', () => {
  const units = () => renderHook(() => useUnits(), { wrapper: inEnglish }).result.current

  it.each([
    [0, '0 MiB'],
    [32 * 2 ** 20, '32 MiB'],
    [-32 * 2 ** 20, '-32 MiB'],
    [2 ** 30 - 1, '1,024 MiB'],
    [2 ** 30, '1 GiB'],
    [8_241_000_000, '7.7 GiB'],
  ])('of memory: %i is %s', (bytes, text) => expect(units().memory(bytes)).toBe(text))

  it.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [5_200_000, '5.2 MB'],
    [123_456_789, '123 MB'],
  ])('of images and disks: %i is %s', (bytes, text) => expect(units().bytes(bytes)).toBe(text))
})
