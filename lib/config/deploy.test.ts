import { readFileSync } from 'node:fs'
import path from 'node:path'
import { loadYaml } from '@kubernetes/client-node'
import { describe, expect, it } from 'vitest'
import { ENVIRONMENT_NAMES, readConfig } from './config'

// What the tree says of the configuration elsewhere than in config.ts: the README's table and the compose file.

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
/** Kubernetes sets it in every pod; nobody else does. */
const names = ENVIRONMENT_NAMES.filter((name) => name !== 'KUBERNETES_SERVICE_HOST')

describe('the table of the configuration in the README', () => {
  const section = read('README.md').split('\n## Configure\n')[1]?.split('\n## ')[0] ?? ''
  const table = section.split('\n\n').find((block) => /^\| name /.test(block)) ?? ''
  const rows = table.split('\n').filter((line) => /^\| `/.test(line))
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()))
  const quoted = (text = '') => [...text.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)
  const described = cells.flatMap(([, name]) => quoted(name))

  it('names each variable, and none that is not read', () => {
    expect([...described].sort()).toEqual([...names].sort())
  })

  it.each(cells.filter(([, , value]) => /^`[^`]+`$/.test(value ?? '')).map(([, name, value]) => [name, value]))(
    'tells the default of %s as it is: %s',
    (name, value) => {
      const [variable = ''] = quoted(name)
      const [said = ''] = quoted(value)
      const withoutHost = /HOST:PORT|DATA_DIR/.test(said) // made of two others
      if (!withoutHost) expect(readConfig({ [variable]: said })).toEqual(readConfig({}))
    },
  )
})

interface Compose {
  services: Record<string, Service>
  volumes: Record<string, unknown>
}
interface Service {
  image?: string
  build?: unknown
  environment?: Record<string, string>
  volumes?: string[]
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test: string[] }
  restart?: string
  privileged?: boolean
}

describe('docker-compose.yml', () => {
  const text = read('docker-compose.yml')
  const compose = loadYaml<Compose>(text)
  const services = Object.entries(compose.services)

  it('sets for the console what it reads, in a form that it takes', () => {
    const { environment = {}, ...service } = compose.services.console ?? {}
    for (const name of Object.keys(environment)) expect(names).toContain(name)
    const filledIn = Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{\w+:-([^}]*)\}/, '$1').replace(/\$\{[^}]+\}/, 'filled in with secrets'),
    ])
    expect(readConfig(Object.fromEntries(filledIn) as Record<string, string>).cluster.kind).toBe('kubeconfig')
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
    expect(service.privileged).toBeUndefined()
  })

  it('waits for services that are there, and that say when they are ready', () => {
    for (const [name, { depends_on = {} }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const waitedFor = compose.services[other]
        expect(waitedFor, `${name} waits for ${other}`).toBeDefined()
        const isReady = condition === 'service_healthy' && (other === 'console' || waitedFor?.healthcheck !== undefined)
        expect(isReady || condition === 'service_completed_successfully', `${name} waits for ${other}`).toBe(true)
      }
    }
  })

  it('has each named volume once, and uses it', () => {
    const used = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]))
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort())
  })

  it('holds no secret, and asks for each in the example', () => {
    const example = read('deploy/compose/example.env').match(/^\w+(?==)/gm) ?? []
    const wanted = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name)
    expect([...new Set(wanted)].sort()).toEqual([...example].sort())
    expect(read('deploy/compose/example.env')).not.toMatch(/^\w+=./m)
    for (const [, { environment = {} }] of services) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET|TOKEN/.test(name)) expect(value).toMatch(/^\$\{\w+:\?/)
      }
    }
  })
})

it('the names in the secret’s example for Kubernetes are ones that are read', () => {
  const example = ['deploy/kubernetes/base/secret.example.env', 'deploy/kubernetes/base/console.env']
  for (const name of example.flatMap((file) => read(file).match(/^\w+(?==)/gm) ?? [])) expect(names).toContain(name)
})
