'use client'
import { useFormatter } from 'next-intl'
import { useMemo } from 'react'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const STEP = 1000

/** Sizes in words. */
export function useUnits() {
  const format = useFormatter()
  return useMemo(
    () => ({
      /** Decimal, as registries and disks count: 12.3 MB. */
      bytes(count: number): string {
        let unit = 0
        let value = count
        while (value >= STEP && unit < UNITS.length - 1) {
          value /= STEP
          unit += 1
        }
        const maximumFractionDigits = unit === 0 || value >= 100 ? 0 : 1
        return format.number(value, { style: 'unit', unit: UNITS[unit], unitDisplay: 'short', maximumFractionDigits })
      },
      /** Binary, as Kubernetes counts memory: 3.7 GiB, 256 MiB. */
      memory(count: number): string {
        const [unit, size] = Math.abs(count) < 2 ** 30 ? (['MiB', 2 ** 20] as const) : (['GiB', 2 ** 30] as const)
        return `${format.number(count / size, { maximumFractionDigits: unit === 'MiB' ? 0 : 1 })} ${unit}`
      },
    }),
    [format],
  )
}
