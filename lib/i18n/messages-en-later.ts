import batch from './messages/en/batch.json'
import cluster from './messages/en/cluster.json'
import keys from './messages/en/keys.json'
import overview from './messages/en/overview.json'
import palette from './messages/en/palette.json'
import workloads from './messages/en/workloads.json'

/** Texts of pages and parts that bring their own, see `with-texts.tsx`: all of them, for types and tests. */
export const laterEn = { batch, cluster, keys, overview, palette, workloads }
