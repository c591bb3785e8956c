import workloads from './messages/en/workloads.json'

/** Texts of parts that load when they are first opened, and bring them along: see `later-messages.tsx`. */
export const laterEn = { workloads }
