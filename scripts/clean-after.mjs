// Outlives the program that started it, which tells it on standard input what to clean up and what is cleaned already.
// When that program ends, however it ends, this does what is left, the newest first. One JSON object a line:
// {"id": 1, "run": ["bash", "x"], "env": {…}, "remove": "/tmp/dir"}, {"done": 1}, {"lock": "name"}.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

const LOCK_RETRY_MS = 200
/** For one command; a server that will not stop must not keep the others running. */
const RUN_MS = 60_000
const left = new Map()

// Ctrl-C reaches the whole group: the program ends by it, and this must not.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)

createInterface({ input: process.stdin })
  .on('line', (line) => take(JSON.parse(line)))
  .on('close', () => {
    for (const task of [...left.values()].reverse()) clean(task)
    process.exit()
  })

function take(message) {
  if (message.lock !== undefined) lock(message.lock)
  else if (message.done !== undefined) left.delete(message.done)
  else left.set(message.id, message)
}

function clean({ run: [command, ...args] = [], env = {}, remove }) {
  if (command)
    spawnSync(command, args, {
      stdio: 'ignore',
      env: { ...process.env, ...env },
      timeout: RUN_MS,
      killSignal: 'SIGKILL',
    })
  if (remove) fs.rmSync(remove, { recursive: true, force: true })
}

/** Holds a lock of the machine until this process ends: an address of the kernel's, which leaves nothing behind. */
function lock(name) {
  const holder = createServer()
  holder.on('error', () => setTimeout(() => lock(name), LOCK_RETRY_MS))
  holder.listen(`\0${name}`, () => process.stdout.write('locked\n'))
}
