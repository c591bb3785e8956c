// npm leaves an optional platform package out of package-lock.json when the registry lacks that version,
// and `npm ci` then refuses the lock ("Missing: x@ from lock file"). Write the entries it wants: they are for
// other platforms, so they are never fetched. Run after every `npm install`.
import fs from 'node:fs'
const file = 'package-lock.json'
const lock = JSON.parse(fs.readFileSync(file, 'utf8'))
const OS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'aix', 'sunos', 'netbsd', 'openbsd']
const CPU = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']
const platform = (name) => {
  const os = OS.find((o) => name.includes(o))
  const cpu =
    CPU.find((c) => new RegExp(`[-.](${c})(?![a-z0-9])`).test(name)) ?? (/-arm(-|$)/.test(name) ? 'arm' : undefined)
  const libc = /musl/.test(name) ? ['musl'] : /linux.*gnu/.test(name) ? ['glibc'] : undefined
  return os && { os: [os], cpu: cpu ? [cpu] : undefined, libc }
}
let added = 0
for (const [at, p] of Object.entries(lock.packages)) {
  for (const [name, spec] of Object.entries(p.optionalDependencies ?? {})) {
    const found =
      at === ''
        ? lock.packages[`node_modules/${name}`]
        : (() => {
            let d = at
            for (;;) {
              if (lock.packages[`${d}/node_modules/${name}`]) return true
              const i = d.lastIndexOf('/node_modules/')
              if (i < 0) return lock.packages[`node_modules/${name}`]
              d = d.slice(0, i)
            }
          })()
    if (found) continue
    const plat = platform(name)
    if (!plat || !/^\d/.test(spec)) {
      console.error('cannot stub', name, spec)
      process.exitCode = 1
      continue
    }
    if (plat.os[0] === process.platform && plat.cpu?.[0] === process.arch && plat.libc?.[0] !== 'musl') {
      console.error('the package for THIS platform is missing:', name, spec)
      process.exitCode = 1
      continue
    }
    lock.packages[`node_modules/${name}`] = { version: spec, ...plat, ...(p.dev ? { dev: true } : {}), optional: true }
    added++
  }
}
const root = lock.packages['']
delete lock.packages['']
lock.packages = { '': root, ...Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))) }
fs.writeFileSync(file, JSON.stringify(lock, null, 2) + '\n')
console.log(`${added} entries added`)
