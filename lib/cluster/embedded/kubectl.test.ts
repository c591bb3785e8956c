import { execFile, execFileSync, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestCluster, TestRegistry, type TestCluster } from './testing'

const run = promisify(execFile)

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' })
    return true
  } catch {
    return false // not on this machine
  }
}

const present = hasKubectl()
if (!present)
  process.stderr.write('skipped: kubectl is not on PATH, its tests against the embedded cluster were not run\n')

describe.skipIf(!present)('kubectl', () => {
  let test: TestCluster
  let registry: TestRegistry

  const kubectl = async (...args: string[]): Promise<string> => {
    const { stdout } = await run('kubectl', ['--kubeconfig', test.cluster.kubeconfigFile, ...args], { timeout: 20_000 })
    return stdout
  }
  const apply = async (object: unknown): Promise<string> => {
    const child = spawn('kubectl', ['--kubeconfig', test.cluster.kubeconfigFile, 'apply', '-f', '-'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stdin.end(JSON.stringify(object))
    await new Promise((resolve) => child.on('close', resolve))
    return output
  }
  const manifest = (image: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image }] } },
    },
  })

  beforeAll(async () => {
    registry = new TestRegistry()
    await registry.listen()
    test = await openTestCluster()
    await test.cluster.joinNode({ name: 'edge-1', arch: 'arm64', token: test.token })
  }, 20_000)

  afterAll(async () => {
    await test.close()
    await registry.close()
  })

  it('gets nodes with their columns', async () => {
    await kubectl('wait', '--for=condition=Ready', 'node/edge-1', '--timeout=10s')
    const [header = '', row = ''] = (await kubectl('get', 'nodes', '-o', 'wide')).split('\n')
    expect(header.split(/\s{2,}/)).toEqual([
      'NAME',
      'STATUS',
      'ROLES',
      'AGE',
      'VERSION',
      'INTERNAL-IP',
      'EXTERNAL-IP',
      'OS-IMAGE',
      'KERNEL-VERSION',
      'CONTAINER-RUNTIME',
    ])
    expect(row).toMatch(/^edge-1\s+Ready\s+agent,edge\s+\S+\s+v1\.32\.10-kubeedge-v1\.23\.1\s+10\.128\.0\.2/)
  }, 30_000)

  it('applies, rolls out, changes and deletes a deployment', async () => {
    expect(await apply(manifest(registry.addImage('demo/one')))).toContain('deployment.apps/web created')
    expect(await kubectl('rollout', 'status', 'deployment/web', '--timeout=15s')).toContain('successfully rolled out')
    expect(await apply(manifest(registry.addImage('demo/one')))).toContain('deployment.apps/web unchanged')
    expect(await apply(manifest(registry.addImage('demo/two')))).toContain('deployment.apps/web configured')
    await kubectl('rollout', 'status', 'deployment/web', '--timeout=15s')
    expect(await kubectl('scale', 'deployment/web', '--replicas=2')).toContain('scaled')
    await kubectl('wait', '--for=jsonpath={.status.availableReplicas}=2', 'deployment/web', '--timeout=15s')
    const pods = (await kubectl('get', 'pods', '-o', 'wide', '--no-headers')).trim().split('\n')
    expect(pods.filter((line) => /1\/1\s+Running\s+0\s+\S+\s+10\.\S+\s+edge-1/.test(line))).toHaveLength(2)
    expect(await kubectl('get', 'pods', '-o', 'jsonpath={.items[0].spec.containers[0].image}')).toContain('/demo/two:1')
    const described = await kubectl('describe', 'pod', '-l', 'app=web')
    expect(described).toMatch(/Status:\s+Running/)
    expect(described).toMatch(/Normal\s+Scheduled/)
    expect(await kubectl('label', 'deployment/web', 'tier=front')).toContain('labeled')
    expect(await kubectl('annotate', 'deployment/web', 'note=seen')).toContain('annotated')
    expect(await kubectl('get', 'deployments', '-l', 'tier=front', '-o', 'name')).toBe('deployment.apps/web\n')
    expect(await kubectl('delete', 'deployment/web', '--timeout=15s')).toContain('deleted')
    await kubectl('wait', '--for=delete', 'pod', '-l', 'app=web', '--timeout=15s')
  }, 60_000)

  it('cordons and uncordons a node, and describes it', async () => {
    await kubectl('cordon', 'edge-1')
    expect(await kubectl('get', 'node', 'edge-1')).toContain('Ready,SchedulingDisabled')
    await kubectl('uncordon', 'edge-1')
    expect(await kubectl('describe', 'node', 'edge-1')).toMatch(/Roles:\s+agent,edge/)
  }, 30_000)

  it('shows invalid objects and missing ones as errors', async () => {
    expect(await apply({ ...manifest('x'), metadata: { name: 'Bad_Name' } })).toContain(
      'The Deployment "Bad_Name" is invalid',
    )
    await expect(kubectl('get', 'pod', 'none')).rejects.toThrow('Error from server (NotFound): pods "none" not found')
  }, 30_000)

  it('follows a watch', async () => {
    const child = spawn(
      'kubectl',
      ['--kubeconfig', test.cluster.kubeconfigFile, 'get', 'configmaps', '-w', '--no-headers'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    try {
      const seen = new Promise<string>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('kubectl saw nothing')), 10_000)
        let output = ''
        child.stdout.on('data', (chunk: Buffer) => {
          output += chunk.toString()
          if (!output.includes('second')) return
          clearTimeout(timer)
          resolve(output)
        })
      })
      await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'first' } })
      await apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'second' } })
      expect(await seen).toMatch(/first\s+0\s+\S+\nsecond\s+0/)
    } finally {
      child.kill()
    }
  }, 30_000)
})
