import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import path from 'node:path'

/** Why no machine can be made here; undefined where one can. */
export function whyNoMachines(): string | undefined {
  if (process.getuid?.() !== 0) return 'not run as root'
  const tried = spawnSync('unshare', ['-m', 'mount', '--bind', '/usr', '/usr'])
  return tried.status === 0 ? undefined : 'no mount namespace can be made'
}

interface RunOptions {
  shell?: 'sh' | 'dash' | 'bash' | 'busybox sh'
  /** `nobody` instead of root. */
  user?: 'nobody'
  /** Of the folder for temporary files; by default that of the disk. */
  tmpKilobytes?: number
  /** Programs that the machine does not have. */
  without?: readonly string[]
}

/** Joins its folders to a machine inside a mount namespace of its own, then runs a shell there, which reads the script. */
const ENTER = `set -e
mount --bind /usr "$ROOT/usr"
mount --bind "$ROOT/local-bin" "$ROOT/usr/local/bin"
mount --bind /dev "$ROOT/dev"
mount --bind /proc "$ROOT/proc"
if [ -n "$TMP_KB" ]; then mount -t tmpfs -o "size=\${TMP_KB}k" tmpfs "$ROOT/tmp"; fi
exec chroot $AS "$ROOT" /usr/bin/env -i PATH=/opt/stand-ins:$PROGRAMS HOME=/root $SHELL_IN -s`

/**
 * An edge machine in a folder: the programs are those of this machine, and what the script reads and writes (/etc,
 * /run, /tmp, /usr/local/bin) its own, so that the script runs as it is, as root, and touches nothing here.
 */
export class EdgeMachine {
  readonly #sockets: Server[] = []

  private constructor(readonly root: string) {}

  static async make(folder: string): Promise<EdgeMachine> {
    const machine = new EdgeMachine(path.join(folder, 'm'))
    for (const name of ['usr', 'dev', 'proc', 'etc', 'run', 'tmp', 'root', 'local-bin', 'opt/stand-ins']) {
      await mkdir(machine.at(name), { recursive: true })
    }
    await chmod(machine.at('tmp'), 0o1777)
    for (const name of ['bin', 'sbin', 'lib', 'lib64']) await symlink(`usr/${name}`, machine.at(name))
    await machine.program('uname', 'echo x86_64')
    await machine.program('systemctl', 'exit 3')
    await machine.program('containerd', 'exit 1')
    return machine
  }

  at(...parts: string[]): string {
    return path.join(this.root, ...parts)
  }

  /** A program that stands before this machine's own of that name. */
  async program(name: string, body: string): Promise<void> {
    await this.file(`opt/stand-ins/${name}`, `#!/bin/sh\n${body}\n`)
    await chmod(this.at('opt/stand-ins', name), 0o755)
  }

  async file(name: string, text: string): Promise<void> {
    await mkdir(path.dirname(this.at(name)), { recursive: true })
    await writeFile(this.at(name), text)
  }

  /** Where a container runtime listens. */
  async socket(name: string): Promise<void> {
    await mkdir(path.dirname(this.at(name)), { recursive: true })
    const server = createServer()
    server.listen(this.at(name))
    await once(server, 'listening')
    this.#sockets.push(server)
  }

  async close(): Promise<void> {
    for (const server of this.#sockets) {
      server.close()
      await once(server, 'close')
    }
  }

  async run(script: string, { shell = 'sh', user, tmpKilobytes, without = [] }: RunOptions = {}) {
    const env = {
      ...process.env,
      ROOT: this.root,
      SHELL_IN: shell,
      AS: user === 'nobody' ? '--userspec=65534:65534' : '',
      TMP_KB: tmpKilobytes === undefined ? '' : String(tmpKilobytes),
      PROGRAMS: without.length === 0 ? '/usr/local/bin:/usr/bin:/bin' : '/opt/programs',
    }
    if (without.length > 0) await this.#linkPrograms(without)
    // As pasted: the shell reads it from its input, and whatever the script runs could read on there.
    const child = spawn('unshare', ['-m', 'sh', '-c', ENTER], { env })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (output += part.toString('utf8')))
    child.stdin.on('error', () => undefined) // a shell that ended early reads no more
    child.stdin.end(script)
    const [status] = (await once(child, 'close')) as [number]
    return { status, output }
  }

  async #linkPrograms(without: readonly string[]): Promise<void> {
    await mkdir(this.at('opt/programs'))
    const names = (await readdir('/usr/bin')).filter((name) => !without.includes(name))
    for (const name of names) await symlink(`/usr/bin/${name}`, this.at('opt/programs', name))
  }

  /** The arguments that keadm was called with; undefined where it was not. */
  async joinedWith(): Promise<string[] | undefined> {
    if (!(await readdir(this.at('root'))).includes('joined')) return undefined
    return (await readFile(this.at('root/joined'), 'utf8')).split('\n').slice(0, -1)
  }

  /** What the script left behind: temporary files and installed programs. */
  async left() {
    return { temporary: await readdir(this.at('tmp')), installed: await readdir(this.at('local-bin')) }
  }
}

/** Notes its arguments, as a stand-in for KubeEdge's, and takes what it can of the script. */
export const KEADM = `#!/bin/sh\nprintf '%s\\n' "$@" >/root/joined\ncat >/dev/null\n`
