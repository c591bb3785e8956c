'use client'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import useMediaQuery from '@mui/material/useMediaQuery'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useEffect, useMemo, type ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorNotice } from '@/components/ui/error-notice'
import { Section } from '@/components/ui/section'
import { RowSkeletons } from '@/components/ui/skeletons'
import type { ApiError } from '@/lib/client/api-error'
import type { ListControl } from '@/lib/client/use-list-query'
import { BulkBar } from './bulk-bar'
import { CardList } from './card-list'
import type { Bulk, RowsProps } from './columns'
import { DataTable } from './data-table'
import { FilterMenu, type FilterChoice } from './filter-menu'
import { LiveBadge } from './live-badge'
import { Pager } from './pager'
import { SearchField } from './search-field'
import { useColumnChoice } from './use-column-choice'
import { ColumnMenu, DensitySwitch } from './view-tools'

interface ListViewProps<T> extends Omit<RowsProps<T>, 'rows'> {
  /** What is listed, for assistive technology. */
  label: string
  /** Where a page has several: which columns each has is remembered apart. */
  name?: string
  control: ListControl
  /** Undefined until the first answer. */
  rows: readonly T[] | undefined
  total: number | undefined
  error: ApiError | undefined
  onRetry: () => void
  filters?: readonly FilterChoice[]
  /** Whether the operation takes `search`. */
  searchable?: boolean
  /** Shown where there is no record at all. */
  empty: ReactNode
  /** The bar that comes up while rows are selected; goes with `selection`. */
  bulk?: Bulk
  /** Beside the filters, such as what to do with the selection. */
  tools?: ReactNode
}

const SKELETON_ROWS = 6

/** Records are cards below: a table of five columns has no room. */
const NARROW = '(max-width:759.95px)'

/** A list whose search, filters, order and pages are in the address, in all its states. */
export function ListView<T>(props: ListViewProps<T>) {
  const { control, rows, total, error, onRetry, selection, bulk } = props
  const choice = useColumnChoice(props.columns, props.name)
  const narrow = useMediaQuery(NARROW, { noSsr: true })
  // Drawing a hundred rows may be interrupted: by the next letter in the search, for one.
  const shown = useDeferredValue(useMemo(() => ({ rows, total }), [rows, total]))
  const untouched = rows !== undefined && total === 0 && !control.narrowed
  useLastPage(control, rows?.length, total)
  return (
    <>
      {!untouched && (
        <ToolRow {...props}>
          {!narrow && (
            <>
              <DensitySwitch />
              <ColumnMenu {...choice} onToggle={choice.toggle} onReset={choice.reset} />
            </>
          )}
        </ToolRow>
      )}
      {error && (
        <Box sx={{ mb: 3 }}>
          <ErrorText error={error} onRetry={onRetry} />
        </Box>
      )}
      {!(error && rows === undefined) && (
        <Section flush>
          <Body {...props} {...shown} columns={choice.columns} narrow={narrow} />
          {total !== undefined && total > 0 && (
            <Pager
              page={control.query.page}
              size={control.query.size}
              total={total}
              onPage={(page) => control.update({ page })}
              onSize={(size) => control.update({ size })}
            />
          )}
        </Section>
      )}
      {bulk && selection && <BulkBar bulk={bulk} selection={selection} total={total ?? 0} />}
    </>
  )
}

/** Search, filters and how to clear them, what the caller adds; at the end how the list is shown. */
function ToolRow<T>({
  control,
  filters = [],
  searchable = true,
  tools,
  children,
}: ListViewProps<T> & { children: ReactNode }) {
  const t = useTranslations('common')
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2, mb: 3, minHeight: 34 }}>
      {searchable && (
        <SearchField
          value={control.query.search}
          onChange={(search) => control.update({ search }, { replace: true })}
        />
      )}
      {filters.map((filter) => (
        <FilterMenu key={filter.label} {...filter} />
      ))}
      {control.narrowed && <Button onClick={control.clear}>{t('clearAll')}</Button>}
      {tools}
      <Box sx={{ ml: 'auto', display: 'flex', alignItems: 'center', gap: 1 }}>
        {children}
        <Box sx={{ ml: 2 }}>
          <LiveBadge />
        </Box>
      </Box>
    </Box>
  )
}

function ErrorText({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const t = useTranslations('errors')
  return <ErrorNotice error={error} title={t('loadFailed')} onRetry={onRetry} />
}

function Body<T>({ control, rows, total, empty, narrow, ...rest }: ListViewProps<T> & { narrow: boolean }) {
  const t = useTranslations('common')
  if (rows === undefined) return <RowSkeletons rows={SKELETON_ROWS} />
  if (total === 0 && !control.narrowed) return empty
  if (rows.length === 0) {
    const clear = (
      <Button variant="outlined" onClick={control.clear}>
        {t('clearAll')}
      </Button>
    )
    return <EmptyState title={t('nothingFound')} text={t('nothingFoundHint')} action={clear} />
  }
  const { columns, rowKey, rowName, rowActions, selection, stale, label } = rest
  const shared = { columns, rows, rowKey, rowName, rowActions, selection, stale, label }
  if (narrow) return <CardList {...shared} />
  const { sortBy, order } = control.query
  return <DataTable {...shared} sort={{ sortBy, order, onToggle: control.toggleSort }} />
}

/** Records may go while a late page is shown: the last page that there is takes its place. */
function useLastPage(control: ListControl, shown: number | undefined, total: number | undefined) {
  const { update, query } = control
  const { page, size } = query
  useEffect(() => {
    const last = Math.max(1, Math.ceil((total ?? 0) / size))
    if (shown === 0 && total !== undefined && page > last) update({ page: last }, { replace: true })
  }, [shown, total, page, size, update])
}
