'use client'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { useSWRConfig } from 'swr'
import { dependsOn } from './dependencies'
import { LiveConnection, type LiveState } from './live-connection'
import { Refresher } from './refresher'
import { isSessionEnded, onSessionEnd } from './session-end'
import { watchVisibility } from './watch-visibility'

const LiveContext = createContext<LiveState>({ phase: 'connecting' })

/** Whether what the page shows is kept current. */
export function useLiveState(): LiveState {
  return use(LiveContext)
}

const NETWORK_CHANGES = ['offline', 'online'] as const

/** Holds the tab's connection to the events and fetches again what changed. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { mutate } = useSWRConfig()
  const [state, setState] = useState<LiveState>({ phase: 'connecting' })
  useEffect(() => {
    const refresher = new Refresher((kinds) => mutate((key) => dependsOn(key, kinds)))
    const connection = new LiveConnection(() => new EventSource('/api/events'), {
      onState: setState,
      onChanged: (kinds) => refresher.changed(kinds),
    })
    connection.start()
    const unwatch = watchVisibility({
      onHidden: () => connection.stop(),
      onShown: () => connection.start(),
    })
    // A stream that was refused for want of a session waits longer and longer; whoever signs in again need not.
    const release = onSessionEnd(() => isSessionEnded() || connection.start())
    const reopen = () => connection.reopen()
    for (const type of NETWORK_CHANGES) window.addEventListener(type, reopen)
    return () => {
      for (const type of NETWORK_CHANGES) window.removeEventListener(type, reopen)
      release()
      unwatch()
      connection.stop()
      refresher.stop()
    }
  }, [mutate])
  return <LiveContext value={state}>{children}</LiveContext>
}
