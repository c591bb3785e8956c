import { loadYaml } from '@kubernetes/client-node'
import { beforeAll, describe, expect, test } from 'vitest'
import { suiteConsole } from '../harness/console'
import { World } from './world'

const theConsole = suiteConsole()
const portal = (uid = 1) => theConsole().portal({ uid })
const refused = (msg: string) => ({ status: 400, code: 30000, msg })
const PREVIEW = 'application/previewManifest'
const DESCRIBE = 'application/describeManifest'

let world: World
beforeAll(async () => {
  world = await World.make(portal())
})

const network = { type: 'PortMapping' as const, portMappings: [{ containerPort: 80, hostPort: 8080 }] }
const content = () => World.application('shown', 'v1', { network, cpuQuota: 0.5, maxMemoryQuota: 64 })

describe('the manifest of a version', () => {
  test('shows what is to be made, and makes nothing', async () => {
    const { manifest } = await portal().ok(PREVIEW, content())
    expect(loadYaml<unknown>(manifest)).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { annotations: { 'apulisedge/app-name': 'shown', 'apulisedge/version': 'v1' } },
      spec: {
        template: {
          spec: {
            nodeSelector: { 'kubernetes.io/hostname': expect.stringMatching(/^<.+>$/) as unknown },
            containers: [
              {
                image: expect.stringMatching(/\/world\/app:1$/) as unknown,
                ports: [{ containerPort: 80, hostPort: 8080, protocol: 'TCP' }],
                resources: { requests: { cpu: '500m' }, limits: { memory: '64Mi' } },
              },
            ],
          },
        },
      },
    })
    expect(await portal().refusal('application/describeApplication', { appName: 'shown' })).toEqual(
      refused('record not found'),
    )
  })

  test('is the same once it is made', async () => {
    const { manifest } = await portal().ok(PREVIEW, content())
    await world.create('shown', 'v1', content())
    expect(await portal().ok(DESCRIBE, { appName: 'shown', version: 'v1' })).toEqual({ manifest })
  })

  test.each([
    ['arch type not exist', { archType: ['riscv64'] }],
    ['need port mapping', { network: { type: 'PortMapping' } }],
    ['image version not exist', { containerImageVersion: 'none' }],
  ] as const)('is refused as making it would be: `%s`', async (msg, more) => {
    expect(await portal().refusal(PREVIEW, { ...content(), ...more })).toEqual(refused(msg))
  })

  test('has no image of another tenant', async () => {
    expect(await portal(2).refusal(PREVIEW, content())).toEqual(refused('image version not exist'))
  })

  test('is not there for what is not, or is another tenant’s', async () => {
    const both = { appName: 'shown', version: 'v1' }
    expect(await portal().refusal(DESCRIBE, { ...both, version: 'v9' })).toEqual(refused('record not found'))
    expect(await portal(2).refusal(DESCRIBE, both)).toEqual(refused('record not found'))
  })
})
