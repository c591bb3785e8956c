// npm run dev: the server from its sources; pages reload as they are edited, the rest when it is started again.
import { generate } from './prepare.mjs'
import { runServer } from './run-server.mjs'

generate()
runServer(['--import', 'tsx', 'server.ts', '--dev', ...process.argv.slice(2)], { NODE_ENV: 'development' })
