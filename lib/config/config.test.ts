import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config'
import { ConfigError } from './config-error'

const pem = { EDGE_PUBLIC_KEY_FILE: '/etc/edge.pem' }

describe('readConfig', () => {
  it('has a default for everything: embedded cluster and registry, SQLite in the data folder', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: undefined,
      dataDir: path.resolve('data'),
      databaseUrl: `file:${path.resolve('data/console.db')}`,
      cluster: { kind: 'embedded' },
      workloadNamespace: 'default',
      registryUrl: undefined,
      registryProject: 'apulisedge',
      jwtSecret: undefined,
      maxUploadBytes: 20_000_000_000,
      drainMs: 600_000,
      trustedProxies: [],
      metricsToken: undefined,
      logLevel: 'info',
    })
    expect(config.edge).toEqual({
      cloudcoreAddress: undefined,
      kubeedgeVersion: 'v1.23.1',
      downloadUrl: undefined,
      publicKeyFile: undefined,
    })
  })

  it('ignores what is not its own', () => {
    expect(readConfig({ HOME: '/root', port: '1', PATH: undefined }).port).toBe(3000)
  })

  it('takes what is set', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '::1',
      PUBLIC_URL: 'https://edge.example.com/',
      DATA_DIR: '/var/lib/console',
      KUBECONFIG: '/etc/kube/config',
      REGISTRY_URL: 'http://harbor.example.com:8080///',
      REGISTRY_USERNAME: 'robot$edge',
      REGISTRY_PASSWORD: 'secret',
      MAX_UPLOAD_BYTES: '1',
      DRAIN_SECONDS: '0',
      TRUSTED_PROXY: '10.0.0.1, fd00::/8',
      METRICS_TOKEN: 'sixteen-letters!',
    })
    expect(config).toMatchObject({
      port: 0,
      host: '::1',
      publicUrl: 'https://edge.example.com',
      databaseUrl: 'file:/var/lib/console/console.db',
      cluster: { kind: 'kubeconfig', file: '/etc/kube/config' },
      registryUrl: 'http://harbor.example.com:8080',
      registryUsername: 'robot$edge',
      maxUploadBytes: 1,
      drainMs: 0,
      trustedProxies: ['10.0.0.1', 'fd00::/8'],
      metricsToken: 'sixteen-letters!',
    })
  })

  it.each([
    'PUBLIC_URL',
    'DATABASE_URL',
    'KUBECONFIG',
    'REGISTRY_URL',
    'CLOUDCORE_ADDRESS',
    'EDGE_DOWNLOAD_URL',
    'TRUSTED_PROXY',
  ])('takes an empty %s for none, as container definitions write it', (name) =>
    expect(readConfig({ [name]: '' })).toEqual(readConfig({})),
  )

  it.each([
    ['PORT', 'http', 'must be a whole number'],
    ['PORT', '65536', 'must be between 0 and 65535'],
    ['PORT', '-1', 'must be a whole number'],
    ['PORT', '3000.5', 'must be a whole number'],
    ['PORT', '', 'must be a whole number'],
    ['HOST', '', ''],
    ['PUBLIC_URL', 'edge.example.com', 'must be an http:// or https:// address'],
    ['PUBLIC_URL', 'ftp://edge.example.com', 'must be an http:// or https:// address'],
    ['DATA_DIR', '', ''],
    ['DATABASE_URL', 'mysql://root@db/console', 'must start with file: or postgresql://'],
    ['DATABASE_URL', 'file:', 'must start with file: or postgresql://'],
    ['WORKLOAD_NAMESPACE', 'Default', 'must be a namespace name'],
    ['WORKLOAD_NAMESPACE', '-edge', 'must be a namespace name'],
    ['WORKLOAD_NAMESPACE', 'a'.repeat(64), 'must be a namespace name'],
    ['REGISTRY_URL', 'harbor', 'must be an http:// or https:// address'],
    ['REGISTRY_PROJECT', 'Apulis/Edge', 'must be one path component'],
    ['REGISTRY_PROJECT', 'a..b', 'must be one path component'],
    ['CLOUDCORE_ADDRESS', 'wss://cloud:10000', 'must be host or host:port'],
    ['CLOUDCORE_ADDRESS', "1.2.3.4'; reboot; '", 'must be host or host:port'],
    ['KUBEEDGE_VERSION', '1.23.1', 'must look like v1.23.1'],
    ['KUBEEDGE_VERSION', 'latest', 'must look like v1.23.1'],
    ['KUBEEDGE_VERSION', 'v1.15.2', 'must be of KubeEdge 1.16 to 1.23'],
    ['KUBEEDGE_VERSION', 'v1.24.0', 'must be of KubeEdge 1.16 to 1.23'],
    ['KUBEEDGE_VERSION', 'v2.20.0', 'must be of KubeEdge 1.16 to 1.23'],
    ['JWT_SECRET', 'short', 'must have at least 16 characters'],
    ['ADMIN_PASSWORD', 'seven77', 'must have at least 8 characters'],
    ['ADMIN_PASSWORD', 'x'.repeat(1001), ''],
    ['MAX_UPLOAD_BYTES', '20GB', 'must be a whole number'],
    ['MAX_UPLOAD_BYTES', '0', 'must be between'],
    ['DRAIN_SECONDS', '10m', 'must be a whole number'],
    ['TRUSTED_PROXY', 'proxy.example.com', 'must be addresses or CIDR ranges'],
    ['TRUSTED_PROXY', '10.0.0.1,', 'must be addresses or CIDR ranges'],
    ['TRUSTED_PROXY', '10.0.0.0/33', 'must be addresses or CIDR ranges'],
    ['TRUSTED_PROXY', '10.0.0.0/', 'must be addresses or CIDR ranges'],
    ['METRICS_TOKEN', 'short', 'must have at least 16 characters'],
    ['LOG_LEVEL', 'verbose', ''],
  ])('refuses %s=%j and names it', (name, value, why) => {
    const read = () => readConfig({ ...pem, [name]: value })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(`${name}: ${why}`)
  })

  it('names everything that is wrong at once', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT: .*; LOG_LEVEL: /)
  })

  it.each(['cloud.example.com', 'cloud:10000', '10.0.0.1', '[fd00::1]:10000'])(
    'takes %s as the address of cloudcore',
    (address) => expect(readConfig({ CLOUDCORE_ADDRESS: address }).edge.cloudcoreAddress).toBe(address),
  )

  it('wants the registry’s name and password together', () => {
    expect(() => readConfig({ REGISTRY_USERNAME: 'u' })).toThrow('set both or neither')
    expect(() => readConfig({ REGISTRY_PASSWORD: 'p', REGISTRY_USERNAME: '' })).toThrow('set both or neither')
  })

  it('wants the name and password with which nodes pull together, and a registry for them', () => {
    const registry = { REGISTRY_URL: 'https://harbor.example.com' }
    const pull = { REGISTRY_PULL_USERNAME: 'robot$edge+pull', REGISTRY_PULL_PASSWORD: 'p' }
    expect(() => readConfig({ ...registry, ...pull, REGISTRY_PULL_PASSWORD: '' })).toThrow(
      'REGISTRY_PULL_USERNAME and REGISTRY_PULL_PASSWORD: set both or neither',
    )
    expect(() => readConfig(pull)).toThrow('REGISTRY_PULL_USERNAME: only with REGISTRY_URL')
    expect(readConfig({ ...registry, ...pull }).registryPull).toEqual({ username: 'robot$edge+pull', password: 'p' })
    expect(readConfig(registry).registryPull).toBeUndefined()
  })

  it.each([undefined, 'http://registry.example.com'])('takes no REGISTRY_CA_FILE for REGISTRY_URL=%s', (url) => {
    expect(() => readConfig({ REGISTRY_CA_FILE: 'ca.pem', REGISTRY_URL: url })).toThrow('REGISTRY_CA_FILE: only where')
  })

  it('downloads nothing for edge nodes that it could not verify', () => {
    const env = { EDGE_DOWNLOAD_URL: 'https://download.example.com/edge' }
    expect(() => readConfig(env)).toThrow('EDGE_PUBLIC_KEY_FILE: needed with EDGE_DOWNLOAD_URL')
    expect(readConfig({ ...env, ...pem }).edge.downloadUrl).toBe(env.EDGE_DOWNLOAD_URL)
  })

  it('works on the cluster that it runs in, unless a kubeconfig says otherwise', () => {
    const inside = { KUBERNETES_SERVICE_HOST: '10.96.0.1' }
    expect(readConfig(inside).cluster).toEqual({ kind: 'in-cluster' })
    expect(readConfig({ ...inside, KUBECONFIG: 'kube/config' }).cluster).toEqual({
      kind: 'kubeconfig',
      file: path.resolve('kube/config'),
    })
  })

  it('takes a relative DATA_DIR from where the process was started', () => {
    expect(readConfig({ DATA_DIR: 'x/../y' }).dataDir).toBe(path.resolve('y'))
  })
})
