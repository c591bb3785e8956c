import { spawn } from 'node:child_process'
import { root } from './prepare.mjs'

/** Runs the server as a child, hands signals on to it, and ends as it ends. */
export function runServer(args, env) {
  const server = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
  server.on('error', (error) => {
    console.error(error.message)
    process.exit(1)
  })
  server.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
