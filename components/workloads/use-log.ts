'use client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ApiError } from '@/lib/client/api-error'
import { LineBuffer, type LineView } from '@/lib/client/line-buffer'
import { LogFollower, type LogPhase, type LogWish } from '@/lib/client/log-follower'
import { watchVisibility } from '@/lib/client/watch-visibility'

interface Log {
  view: LineView
  phase: LogPhase
  error: ApiError | undefined
  retry: () => void
}

/** A container's log, read while it is looked at: a tab in the background leaves its connection to others. */
export function useLog(wish: LogWish): Log {
  const [buffer] = useState(() => new LineBuffer())
  const [state, setState] = useState<{ phase: LogPhase; error?: ApiError | undefined }>({ phase: 'connecting' })
  const [attempt, setAttempt] = useState(0)
  const key = JSON.stringify(wish)
  useEffect(() => {
    buffer.clear()
    const follower = new LogFollower(JSON.parse(key) as LogWish, {
      onLines: (lines) => buffer.add(lines),
      onPhase: (phase, error) => setState({ phase, error }),
    })
    follower.start()
    const unwatch = watchVisibility({ onHidden: () => follower.stop(), onShown: () => follower.start() })
    return () => {
      unwatch()
      follower.stop()
      setState({ phase: 'connecting' })
    }
  }, [buffer, key, attempt])
  const view = useSyncExternalStore(buffer.subscribe, buffer.view, buffer.view)
  return { view, ...state, error: state.error, retry: () => setAttempt((count) => count + 1) }
}
