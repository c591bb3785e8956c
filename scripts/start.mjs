// npm start: installs, generates and builds what changed, then runs the server (which migrates the database).
import path from 'node:path'
import { build, root } from './prepare.mjs'
import { runServer } from './run-server.mjs'

build()
runServer([path.join(root, 'dist/server.mjs'), ...process.argv.slice(2)], { NODE_ENV: 'production' })
