import { expect, it } from 'vitest'
import { CSV_FIELDS, OPTIONAL_CSV_FIELD } from '@/lib/batch/fields'
import * as schema from '@/lib/batch/schema'
import { BATCH_NODE_STATUSES, CSV_COLUMNS, KEY_COLUMN } from './batch-constants'

it('the statuses and columns of the pages are those of the schema', () => {
  expect(BATCH_NODE_STATUSES).toEqual(schema.BATCH_NODE_STATUSES)
  expect(CSV_COLUMNS).toEqual(CSV_FIELDS)
  expect(KEY_COLUMN).toBe(OPTIONAL_CSV_FIELD)
})
