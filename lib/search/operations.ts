import { operation } from '@/lib/protocol/operation'
import { searchInput, searchResult } from './schema'
import * as service from './service'

/** Finding anything by its name: for the command palette. */
export const searchOperations = [
  operation({
    path: 'overview/search',
    summary: 'Find nodes, images, applications and deployments by their names',
    kind: 'query',
    fromRecords: true,
    role: 'viewer',
    input: searchInput,
    output: searchResult,
    handle: service.search,
  }),
] as const
