import type { SWRConfiguration } from 'swr'
import { toApiError } from './api-error'

/** Events say what changed; a query is repeated by itself only where it got no answer. */
export const swrOptions: SWRConfiguration = {
  dedupingInterval: 1000,
  focusThrottleInterval: 10_000,
  errorRetryInterval: 3000,
  errorRetryCount: 20,
  shouldRetryOnError: (error: unknown) => toApiError(error).outcomeUnknown,
}
