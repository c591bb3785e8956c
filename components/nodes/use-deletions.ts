'use client'
import { useEffect, useRef, useState } from 'react'
import { useSWRConfig } from 'swr'
import { dependsOn, kindsOf } from '@/lib/client/dependencies'
import { deleteEach, type Deletion, type Unanswered } from './delete-each'

/** Deletes nodes one after the other, and keeps how each of them stands. */
export function useDeletions(onDone: () => void) {
  const { mutate } = useSWRConfig()
  const [deletions, setDeletions] = useState<ReadonlyMap<string, Deletion>>(new Map())
  const [busy, setBusy] = useState(false)
  const unanswered = useRef<Unanswered>(new Map())
  const ending = useRef(new AbortController())
  useEffect(() => {
    const controller = new AbortController()
    ending.current = controller
    return () => controller.abort()
  }, [])

  const run = async (names: readonly string[]) => {
    setBusy(true)
    const note = (name: string, deletion: Deletion) => setDeletions((before) => new Map(before).set(name, deletion))
    await deleteEach(names, unanswered.current, note, ending.current.signal)
    setBusy(false)
    const kinds = new Set(kindsOf('node/deleteNode'))
    void mutate((key) => dependsOn(key, kinds))
    onDone()
  }
  const names = (is: (deletion: Deletion) => boolean) =>
    [...deletions].flatMap(([name, deletion]) => (is(deletion) ? [name] : []))
  return {
    deletions,
    busy,
    run,
    done: names((deletion) => deletion === 'done').length,
    failed: names((deletion) => typeof deletion !== 'string'),
  }
}
