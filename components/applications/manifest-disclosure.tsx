'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useTranslations } from 'next-intl'
import { useId, useState, type ReactNode } from 'react'
import { ErrorNotice } from '@/components/ui/error-notice'
import { ManifestView } from '@/components/ui/manifest-view'
import { RowSkeletons } from '@/components/ui/skeletons'
import type { Query } from '@/lib/client/use-operation'

interface ManifestDisclosureProps {
  disabled?: boolean
  /** Rendered once it is opened: asks for the manifest, and shows it. */
  children: ReactNode
}

/** A button that opens the Kubernetes manifest below it; it is asked for only then. */
export function ManifestDisclosure({ disabled, children }: ManifestDisclosureProps) {
  const t = useTranslations('applications')
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div>
      <Button
        variant="outlined"
        color="inherit"
        disabled={disabled}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {open ? t('manifest.hide') : t('manifest.show')}
      </Button>
      {open && !disabled && (
        <Box id={id} sx={{ mt: 3 }}>
          {children}
        </Box>
      )}
    </div>
  )
}

/** The manifest in all the states of the query for it. */
export function QueriedManifest({ query, fileName }: { query: Query<{ manifest: string }>; fileName: string }) {
  const t = useTranslations('applications')
  const { data, error, reload } = query
  if (error && !data) return <ErrorNotice error={error} onRetry={reload} />
  if (!data) return <RowSkeletons rows={5} />
  return <ManifestView yaml={data.manifest} fileName={fileName} text={t('manifest.text')} />
}
