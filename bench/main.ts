// npm run bench [-- name… --minutes N]: measures, prints a table, writes JSON. Names: requests upload live deployments
// cluster browser tab watch. `--minutes` is for how long the tab's memory is watched.
import { parseArgs } from 'node:util'
import { benchBrowser } from './browser/bench-browser'
import { benchTab } from './browser/bench-tab'
import { benchCluster } from './cluster'
import { benchDeployments } from './deployments'
import { benchLive } from './live'
import { report, type Figure } from './report'
import { benchRequests } from './requests'
import { benchUpload } from './upload'
import { benchWatch } from './watch/bench-watch'

interface Options {
  minutes: number
}

const benches: Readonly<Record<string, (options: Options) => Promise<Figure[]>>> = {
  requests: benchRequests,
  upload: benchUpload,
  live: benchLive,
  deployments: benchDeployments,
  cluster: benchCluster,
  browser: benchBrowser,
  tab: benchTab,
  watch: benchWatch,
}

async function main(): Promise<void> {
  const { positionals: asked, values } = parseArgs({
    allowPositionals: true,
    options: { minutes: { type: 'string', default: '30' } },
  })
  const minutes = Number(values.minutes)
  if (!(minutes > 0)) throw new Error(`--minutes must be a number over 0, not ${values.minutes}`)
  const unknown = asked.filter((name) => !Object.hasOwn(benches, name))
  if (unknown.length > 0)
    throw new Error(`no such bench: ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`)
  const figures: Figure[] = []
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    process.stdout.write(`measuring: ${name}\n`)
    figures.push(...(await bench({ minutes })))
  }
  await report(figures)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
})
