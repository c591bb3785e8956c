import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from './program'

/** Scripts that build and start a real Kubernetes and a real kubelet; they lie beside the project on some machines. */
const TOOLS = path.join(root, '../shared/tools/kube')
const BUILD_MS = 20 * 60_000
const START_MS = 120_000

/** Why no control plane can be started here; undefined where it can. */
export function whyNoControlPlane(): string | undefined {
  return existsSync(path.join(TOOLS, 'cluster'))
    ? undefined
    : 'there is no ../shared/tools/kube to start a Kubernetes with'
}

export const kubeTool = (name: 'cluster' | 'node') => path.join(TOOLS, name)

/** Builds the programs, where that was not done before. */
export async function buildKube(): Promise<void> {
  await promisify(execFile)('bash', [path.join(TOOLS, 'build')], { timeout: BUILD_MS })
}

/** Runs one of the scripts; what it said is in the error where it fails. */
export async function runScript(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  try {
    await promisify(execFile)('bash', args, { env: { ...process.env, ...env }, timeout: START_MS })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error })
  }
}
