import overview from './messages/en/overview.json'
import workloads from './messages/en/workloads.json'

/** Texts of pages and parts that bring their own, see `later-messages.tsx`: all of them, for types and tests. */
export const laterEn = { overview, workloads }
