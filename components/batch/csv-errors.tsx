'use client'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { useTranslations } from 'next-intl'
import { ErrorNotice } from '@/components/ui/error-notice'
import type { LineIssue } from '@/lib/batch/line-issues'
import type { ApiError } from '@/lib/client/api-error'

/** What is wrong with a CSV file, line by line; any other error as everywhere. */
export function CsvErrors({ error }: { error: ApiError }) {
  const t = useTranslations('batch')
  const told = readLineErrors(error.data)
  if (!told) return <Box sx={{ mt: 4 }}>{<ErrorNotice error={error} />}</Box>
  const { errors, count } = told
  return (
    <Box role="alert" sx={{ mt: 4 }}>
      <Typography sx={{ fontWeight: 500, color: 'tone.bad' }}>{t('csv.errors', { count })}</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary', mb: 2 }}>
        {t('csv.errorsText')}
      </Typography>
      {/* It may be long: it scrolls by itself, also with the keyboard. */}
      <Box
        role="region"
        tabIndex={0}
        aria-label={t('csv.errors', { count })}
        sx={{ maxHeight: 320, overflowY: 'auto', border: 1, borderColor: 'divider', borderRadius: 1 }}
      >
        <Box component="table" sx={tableSx}>
          <thead>
            <tr>
              <th scope="col">{t('csv.line')}</th>
              <th scope="col">{t('csv.field')}</th>
              <th scope="col">{t('csv.problem')}</th>
            </tr>
          </thead>
          <tbody>
            {errors.map((one, index) => (
              // Nothing else tells two errors of a line apart, and the list never changes.
              <tr key={index}>
                <td>{one.line}</td>
                <td>{one.field === '' ? t('csv.wholeLine') : one.field}</td>
                <td>
                  <Problem issue={one} />
                </td>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
      {count > errors.length && (
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 2 }}>
          {t('csv.more', { shown: errors.length, count })}
        </Typography>
      )}
    </Box>
  )
}

/** In the reader's language, where it is a problem that this build knows. */
function Problem({ issue: { problem, params, msg } }: { issue: LineIssue }) {
  const t = useTranslations('batch')
  const key = `problem.${problem}` as 'problem.host'
  return <>{t.has(key) ? t(`problem.${problem}` as 'problem.host', params) : msg}</>
}

function readLineErrors(data: unknown): { errors: readonly LineIssue[]; count: number } | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  if (!('errors' in data) || !Array.isArray(data.errors) || !('errorCount' in data)) return undefined
  // The console answers no other shape with this name: `lib/batch/take-csv.ts`.
  return { errors: data.errors as LineIssue[], count: Number(data.errorCount) }
}

const tableSx = {
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: '0.875rem',
  '& th': { textAlign: 'left', fontWeight: 500, color: 'text.secondary', position: 'sticky', top: 0 },
  '& th, & td': { px: 3, py: 1.5, verticalAlign: 'top', overflowWrap: 'anywhere', bgcolor: 'background.paper' },
  '& td': { borderTop: 1, borderColor: 'divider' },
  '& th:first-of-type, & td:first-of-type': { whiteSpace: 'nowrap', width: '1%', overflowWrap: 'normal' },
} as const
