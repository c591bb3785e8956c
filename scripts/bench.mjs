// npm run bench [name…]: builds what changed, then measures (bench/main.ts).
import { build, root, run } from './prepare.mjs'
import path from 'node:path'

build()
run(process.execPath, ['--import', 'tsx', path.join(root, 'bench/main.ts'), ...process.argv.slice(2)])
