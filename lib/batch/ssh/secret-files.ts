import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { mkdir, mkdtemp, open, rm, writeFile, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Credentials } from '../credentials'

const run = promisify(execFile)
const OWNER_ONLY = 0o600
const PIPE_TIMEOUT_MS = 5000

/** Gives what it is asked for once: the password goes from the pipe to `ssh` and touches no disk. */
const ASKPASS = `#!/bin/sh
dir=\${0%/*}
mv "$dir/password" "$dir/given" 2>/dev/null || exit 1
IFS= read -r password <"$dir/given" && printf '%s\\n' "$password"
`

/** Below the data folder, which belongs to one process. */
const folderOfRuns = (dataDir: string) => path.join(dataDir, 'ssh')

/** Takes away what a process left that was ended in the middle. */
export function cleanSecretFiles(dataDir: string): Promise<void> {
  return rm(folderOfRuns(dataDir), { recursive: true, force: true })
}

/** What one run of `ssh` reads, in a folder that nobody else may enter and that goes with the run. */
export class SecretFiles {
  private constructor(
    readonly folder: string,
    readonly pipe: FileHandle | undefined,
  ) {}

  static async make(dataDir: string, { password, privateKey }: Credentials, knownHosts: string): Promise<SecretFiles> {
    await mkdir(folderOfRuns(dataDir), { recursive: true, mode: 0o700 })
    const folder = await mkdtemp(path.join(folderOfRuns(dataDir), 'run-'))
    try {
      const write = (name: string, text: string, mode = OWNER_ONLY) =>
        writeFile(path.join(folder, name), text, { mode, flag: 'wx' })
      await write('known_hosts', knownHosts)
      if (privateKey !== undefined) {
        await write('key', privateKey)
        return new SecretFiles(folder, undefined)
      }
      await write('askpass', ASKPASS, 0o700)
      return new SecretFiles(folder, await pipeWith(path.join(folder, 'password'), password ?? ''))
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  file(name: 'known_hosts' | 'key' | 'askpass'): string {
    return path.join(this.folder, name)
  }

  /** Takes away what is not needed any more once one is signed in. */
  async forgetCredentials(): Promise<void> {
    for (const name of ['key', 'askpass', 'given']) await rm(path.join(this.folder, name), { force: true })
  }

  async remove(): Promise<void> {
    await this.pipe?.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** A named pipe that holds a line, open at both ends here, so that it waits for nobody. */
async function pipeWith(file: string, line: string): Promise<FileHandle> {
  await run('mkfifo', ['-m', '600', file], { timeout: PIPE_TIMEOUT_MS })
  const pipe = await open(file, constants.O_RDWR | constants.O_NONBLOCK)
  await pipe.write(`${line}\n`)
  return pipe
}
