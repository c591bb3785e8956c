// npm run screenshots: builds what changed, then makes pictures of every page (e2e/screenshots/main.ts).
import path from 'node:path'
import { build, root, run } from './prepare.mjs'

build()
run(process.execPath, ['--import', 'tsx', path.join(root, 'e2e/screenshots/main.ts'), ...process.argv.slice(2)])
