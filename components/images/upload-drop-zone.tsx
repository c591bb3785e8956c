'use client'
import Box from '@mui/material/Box'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { lazyPart } from '@/components/ui/lazy-part'
import { useMayChange } from '@/lib/client/session'
import { useUploadQueue } from './upload-context'

const UploadDialog = lazyPart(async () => (await import('./upload-dialog')).UploadDialog)

/** Takes archives dropped anywhere on the page; without an organisation it asks for one. */
export function UploadDropZone({ orgName }: { orgName?: string }) {
  const t = useTranslations('images')
  const mayChange = useMayChange()
  const queue = useUploadQueue()
  const [over, setOver] = useState(false)
  const [chosen, setChosen] = useState<readonly File[]>()

  useEffect(() => {
    if (!mayChange) return undefined
    const listening = new AbortController()
    const on = <K extends 'dragover' | 'dragleave' | 'drop'>(type: K, act: (event: DragEvent) => void) => {
      const whenFiles = (event: DragEvent) => {
        // A dialog with a place of its own for files takes them first.
        if (!event.defaultPrevented && event.dataTransfer?.types.includes('Files')) act(event)
      }
      window.addEventListener(type, whenFiles, { signal: listening.signal })
    }
    on('dragover', (event) => {
      event.preventDefault()
      setOver(true)
    })
    on('dragleave', (event) => {
      // From one element to the next it has a target to go to.
      if (event.relatedTarget === null) setOver(false)
    })
    on('drop', (event) => {
      event.preventDefault()
      setOver(false)
      const files = Array.from(event.dataTransfer?.files ?? [])
      if (files.length === 0) return
      if (orgName === undefined) setChosen(files)
      else queue.add(orgName, files)
    })
    return () => listening.abort()
  }, [mayChange, orgName, queue])

  return (
    <>
      {over && (
        <Box
          sx={{
            position: 'fixed',
            inset: 0,
            zIndex: 'modal',
            pointerEvents: 'none',
            display: 'grid',
            placeItems: 'center',
            border: '3px dashed',
            borderColor: 'primary.main',
          }}
        >
          <Box sx={{ p: 6, m: 4, bgcolor: 'background.raised', borderRadius: 1, boxShadow: 6, fontSize: '1.25rem' }}>
            {orgName === undefined ? t('drop.choose') : t('drop.to', { org: orgName })}
          </Box>
        </Box>
      )}
      {chosen && <UploadDialog initialFiles={chosen} onClose={() => setChosen(undefined)} />}
    </>
  )
}
