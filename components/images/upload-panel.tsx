'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { isFinished } from '@/lib/client/upload-queue'
import { UploadRow } from './upload-row'
import { useUploadQueue, useUploads } from './upload-context'

/** The uploads of this tab, on whatever page the user is. */
export function UploadPanel() {
  const t = useTranslations('images')
  const queue = useUploadQueue()
  const uploads = useUploads()
  useGoneWithThePage()
  return (
    <Box
      component="aside"
      aria-label={t('uploads.title')}
      sx={{
        position: 'fixed',
        right: { xs: 8, sm: 24 },
        bottom: { xs: 8, sm: 24 },
        width: { xs: 'calc(100% - 16px)', sm: 400 },
        maxHeight: '50vh',
        overflow: 'auto',
        zIndex: 'drawer',
        bgcolor: 'background.raised',
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        boxShadow: 6,
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', px: 4, pt: 2 }}>
        <Typography variant="h3" component="h2" sx={{ flex: 1 }}>
          {t('uploads.title')}
        </Typography>
        <Button disabled={!uploads.some(isFinished)} onClick={() => queue.clear()}>
          {t('uploads.dismiss')}
        </Button>
      </Box>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 4, pt: 1, display: 'grid', gap: 3 }}>
        {uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </Box>
    </Box>
  )
}

/** Where all went well there is nothing left to do here: on the next page the list would only cover something. */
function useGoneWithThePage(): void {
  const queue = useUploadQueue()
  const pathname = usePathname()
  const seenOn = useRef(pathname)
  useEffect(() => {
    if (seenOn.current === pathname) return
    seenOn.current = pathname
    if (queue.list().every(({ phase }) => phase === 'done')) queue.clear()
  }, [queue, pathname])
}
