// npm run bench [name…]: measures, prints a table, writes JSON. Names: requests upload live deployments.
import { benchDeployments } from './deployments'
import { benchLive } from './live'
import { report, type Figure } from './report'
import { benchRequests } from './requests'
import { benchUpload } from './upload'

const benches: Readonly<Record<string, () => Promise<Figure[]>>> = {
  requests: benchRequests,
  upload: benchUpload,
  live: benchLive,
  deployments: benchDeployments,
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2)
  const unknown = asked.filter((name) => !Object.hasOwn(benches, name))
  if (unknown.length > 0)
    throw new Error(`no such bench: ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`)
  const figures: Figure[] = []
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    process.stdout.write(`measuring: ${name}\n`)
    figures.push(...(await bench()))
  }
  await report(figures)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
})
