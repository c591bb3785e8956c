'use client'
import Table from '@mui/material/Table'
import TableBody from '@mui/material/TableBody'
import TableCell from '@mui/material/TableCell'
import TableContainer from '@mui/material/TableContainer'
import TableHead from '@mui/material/TableHead'
import TableRow from '@mui/material/TableRow'
import { useTranslations } from 'next-intl'
import { MachineName } from '@/components/ui/machine-name'
import { Section } from '@/components/ui/section'
import { useUnits } from '@/components/ui/use-units'
import type { ImageVersionRecord } from '@/lib/images/schema'
import { platformName } from './platform-name'

const DIGEST_LENGTH = 24

/** What the image is made of, from the base up. */
export function ImageLayers({ version: { layers, platforms } }: { version: ImageVersionRecord }) {
  const t = useTranslations('images')
  const units = useUnits()
  const [first] = platforms
  const title = platforms.length > 1 && first ? t('layersOf', { platform: platformName(first) }) : t('layers')
  return (
    <Section title={title} flush>
      <TableContainer>
        <Table aria-label={title}>
          <TableHead>
            <TableRow>
              <TableCell>{t('column.digest')}</TableCell>
              <TableCell align="right">{t('column.size')}</TableCell>
              <TableCell sx={WIDE_ONLY}>{t('createdBy')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {layers.map(({ digest, size, createdBy }, index) => (
              // An image may hold the same layer twice.
              <TableRow key={`${index} ${digest}`} sx={{ '&:last-child > td': { borderBottom: 0 } }}>
                <TableCell>
                  <MachineName text={digest} maxLength={DIGEST_LENGTH} />
                </TableCell>
                <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                  {units.bytes(size)}
                </TableCell>
                <TableCell sx={{ ...WIDE_ONLY, overflowWrap: 'anywhere' }}>
                  <code>{createdBy ?? '–'}</code>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Section>
  )
}

const WIDE_ONLY = { display: { xs: 'none', sm: 'table-cell' } } as const
