import { mutate, type SWRConfiguration } from 'swr'
import { toApiError } from './api-error'
import { HEALTH_PATH } from './use-health'

/** Events say what changed; a query is repeated by itself only where it got no answer. */
export const swrOptions: SWRConfiguration = {
  dedupingInterval: 1000,
  focusThrottleInterval: 10_000,
  errorRetryInterval: 3000,
  errorRetryCount: 20,
  // Where the console fails, it is asked at once what it cannot reach.
  onError: (error: unknown, key) => {
    if (key !== HEALTH_PATH && toApiError(error).outcomeUnknown) void mutate(HEALTH_PATH)
  },
  shouldRetryOnError: (error: unknown) => toApiError(error).outcomeUnknown,
}
