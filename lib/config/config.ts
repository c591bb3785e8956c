import { isIP } from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import { ConfigError } from './config-error'

/** 20 GB, decimal as the protocol counts sizes (PROTOCOL.md §7). */
const DEFAULT_MAX_UPLOAD_BYTES = 20e9

/** Container definitions set what they leave out to nothing. */
const orNone = <S extends z.ZodType<string, string>>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional()).optional()
const optional = orNone(z.string())
const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
  .transform((url) => url.replace(/\/+$/, ''))
const optionalUrl = orNone(httpUrl)
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be between ${least} and ${most}`)

function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

const DATABASE_URL = /^(file:.+|postgres(ql)?:\/\/.+)$/
const HOST_AND_PORT = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?$/

const environment = z.object({
  PORT: wholeNumber(0, 65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: optionalUrl,
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: orNone(z.string().regex(DATABASE_URL, 'must start with file: or postgresql://')),
  KUBECONFIG: optional,
  KUBERNETES_SERVICE_HOST: optional,
  WORKLOAD_NAMESPACE: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a namespace name: lower-case letters, digits and -')
    .default('default'),
  REGISTRY_URL: optionalUrl,
  REGISTRY_PROJECT: z
    .string()
    .regex(/^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/, 'must be one path component of an image reference')
    .default('apulisedge'),
  REGISTRY_USERNAME: optional,
  REGISTRY_PASSWORD: optional,
  REGISTRY_CA_FILE: optional,
  REGISTRY_PULL_USERNAME: optional,
  REGISTRY_PULL_PASSWORD: optional,
  CLOUDCORE_ADDRESS: orNone(z.string().regex(HOST_AND_PORT, 'must be host or host:port')),
  KUBEEDGE_VERSION: z
    .string()
    .regex(/^v\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?$/, 'must look like v1.23.1')
    .regex(/^v1\.(1[6-9]|2[0-3])\./, 'must be of KubeEdge 1.16 to 1.23, whose keadm the install script knows')
    .default('v1.23.1'),
  EDGE_DOWNLOAD_URL: optionalUrl,
  EDGE_PUBLIC_KEY_FILE: optional,
  INSTALL_CONCURRENCY: wholeNumber(1, 100).default(5),
  INSTALL_TIMEOUT_MINUTES: wholeNumber(1, 24 * 60).default(30),
  JWT_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').max(1000).optional(),
  MAX_UPLOAD_BYTES: wholeNumber(1, Number.MAX_SAFE_INTEGER).default(DEFAULT_MAX_UPLOAD_BYTES),
  DRAIN_SECONDS: wholeNumber(0, 86_400).default(600),
  TRUSTED_PROXY: optional
    .transform((list) => list?.split(',').map((one) => one.trim()) ?? [])
    .refine((list) => list.every(isAddressRange), 'must be addresses or CIDR ranges, with commas between'),
  METRICS_TOKEN: orNone(z.string().regex(/^\S{16,}$/, 'must have at least 16 characters, and no space')),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export const ENVIRONMENT_NAMES: readonly string[] = Object.keys(environment.shape)

export interface Config {
  port: number
  host: string
  /** Undefined until the server listens, where it follows from HOST and the port that was given. */
  publicUrl: string | undefined
  dataDir: string
  databaseUrl: string
  /** 'embedded', 'in-cluster', or the path of a kubeconfig. */
  cluster: { kind: 'embedded' } | { kind: 'in-cluster' } | { kind: 'kubeconfig'; file: string }
  workloadNamespace: string
  /** Undefined: the embedded registry. */
  registryUrl: string | undefined
  registryProject: string
  registryUsername: string | undefined
  registryPassword: string | undefined
  /** Certificates of authorities that the console trusts for the registry beside the well-known ones. */
  registryCaFile: string | undefined
  /** With what nodes pull; undefined where they need nothing. */
  registryPull: { username: string; password: string } | undefined
  edge: {
    cloudcoreAddress: string | undefined
    kubeedgeVersion: string
    downloadUrl: string | undefined
    publicKeyFile: string | undefined
  }
  /** Installations over SSH. */
  batch: {
    /** How many at a time. */
    concurrency: number
    /** How long each may take. */
    timeoutMs: number
  }
  jwtSecret: string | undefined
  adminPassword: string | undefined
  maxUploadBytes: number
  /** How long requests under way may go on after a signal: an upload of gigabytes takes its time. */
  drainMs: number
  /** Addresses and CIDR ranges of the proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[]
  /** Undefined: no metrics are served. */
  metricsToken: string | undefined
  logLevel: string
}

/**
 * Reads the configuration; the only reader of the environment (the names are in README.md).
 * @throws ConfigError
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
  }
  const e = parsed.data
  checkRegistry(e)
  if (e.EDGE_DOWNLOAD_URL !== undefined && e.EDGE_PUBLIC_KEY_FILE === undefined) {
    throw new ConfigError('EDGE_PUBLIC_KEY_FILE: needed with EDGE_DOWNLOAD_URL, to verify what is downloaded')
  }
  const dataDir = path.resolve(e.DATA_DIR)
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl: e.PUBLIC_URL,
    dataDir,
    databaseUrl: e.DATABASE_URL ?? `file:${path.join(dataDir, 'console.db')}`,
    cluster: whichCluster(e.KUBECONFIG, e.KUBERNETES_SERVICE_HOST),
    workloadNamespace: e.WORKLOAD_NAMESPACE,
    registryUrl: e.REGISTRY_URL,
    registryProject: e.REGISTRY_PROJECT,
    registryUsername: e.REGISTRY_USERNAME,
    registryPassword: e.REGISTRY_PASSWORD,
    registryCaFile: e.REGISTRY_CA_FILE,
    registryPull:
      e.REGISTRY_PULL_USERNAME !== undefined && e.REGISTRY_PULL_PASSWORD !== undefined
        ? { username: e.REGISTRY_PULL_USERNAME, password: e.REGISTRY_PULL_PASSWORD }
        : undefined,
    edge: {
      cloudcoreAddress: e.CLOUDCORE_ADDRESS,
      kubeedgeVersion: e.KUBEEDGE_VERSION,
      downloadUrl: e.EDGE_DOWNLOAD_URL,
      publicKeyFile: e.EDGE_PUBLIC_KEY_FILE,
    },
    batch: { concurrency: e.INSTALL_CONCURRENCY, timeoutMs: e.INSTALL_TIMEOUT_MINUTES * 60_000 },
    jwtSecret: e.JWT_SECRET,
    adminPassword: e.ADMIN_PASSWORD,
    maxUploadBytes: e.MAX_UPLOAD_BYTES,
    drainMs: e.DRAIN_SECONDS * 1000,
    trustedProxies: e.TRUSTED_PROXY,
    metricsToken: e.METRICS_TOKEN,
    logLevel: e.LOG_LEVEL,
  }
}

function checkRegistry(e: z.output<typeof environment>): void {
  for (const account of ['REGISTRY', 'REGISTRY_PULL'] as const) {
    if ((e[`${account}_USERNAME`] === undefined) !== (e[`${account}_PASSWORD`] === undefined)) {
      throw new ConfigError(`${account}_USERNAME and ${account}_PASSWORD: set both or neither`)
    }
  }
  if (e.REGISTRY_PULL_USERNAME !== undefined && e.REGISTRY_URL === undefined) {
    throw new ConfigError(
      'REGISTRY_PULL_USERNAME: only with REGISTRY_URL, as everybody may pull from the embedded registry',
    )
  }
  if (e.REGISTRY_CA_FILE !== undefined && !e.REGISTRY_URL?.startsWith('https://')) {
    throw new ConfigError('REGISTRY_CA_FILE: only where REGISTRY_URL begins with https://')
  }
}

function whichCluster(kubeconfig: string | undefined, serviceHost: string | undefined): Config['cluster'] {
  if (kubeconfig !== undefined) return { kind: 'kubeconfig', file: path.resolve(kubeconfig) }
  return serviceHost !== undefined ? { kind: 'in-cluster' } : { kind: 'embedded' }
}
