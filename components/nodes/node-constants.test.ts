import { expect, it } from 'vitest'
import * as advisories from '@/lib/nodes/advisories'
import * as schema from '@/lib/nodes/schema'
import { ARCH_TYPES } from './arch-types'
import { ADVISORY_EFFECTS, NODE_STATUSES, NODE_TYPES } from './node-constants'

it.each([
  ['statuses', NODE_STATUSES, schema.NODE_STATUSES],
  ['architectures', ARCH_TYPES, schema.ARCH_TYPES],
  ['types', NODE_TYPES, schema.NODE_TYPES],
  ['effects', ADVISORY_EFFECTS, advisories.ADVISORY_EFFECTS],
])('the %s of the pages are those of the schema', (_, here, there) => {
  expect([...here].sort()).toEqual([...there].sort())
})
