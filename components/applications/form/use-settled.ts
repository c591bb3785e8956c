'use client'
import { useEffect, useState } from 'react'

const TYPING_MS = 250

/** The value once it has not changed for a moment, such as a text when typing pauses. It must be stable. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
