import { JOIN_PREFIX } from '@/lib/nodes/join-command'

/** A request's path as the log may have it: the ticket of a join is a secret as long as it is good. */
export function loggedPath(pathname: string): string {
  return pathname.startsWith(JOIN_PREFIX) ? `${JOIN_PREFIX}…` : pathname
}
