import { describe, expect, it } from 'vitest'
import { canonicalImage, parseImageReference } from './image-reference'
import { isPrivateRegistry } from './registry-session'

const digest = `sha256:${'a'.repeat(64)}`

describe('an image reference', () => {
  it.each([
    ['nginx', { registry: 'docker.io', repository: 'library/nginx', tag: 'latest' }],
    ['user/app:2', { registry: 'docker.io', repository: 'user/app', tag: '2' }],
    ['localhost/app', { registry: 'localhost', repository: 'app', tag: 'latest' }],
    ['10.0.0.1:5000/org/app:v1.0', { registry: '10.0.0.1:5000', repository: 'org/app', tag: 'v1.0' }],
    [`reg.example.com/app@${digest}`, { registry: 'reg.example.com', repository: 'app', digest }],
  ])('reads %s', (text, parts) => {
    expect(parseImageReference(text)).toMatchObject(parts)
  })

  it.each(['', 'UPPER/app', 'app:', 'app:a b', 'a//b', 'app@sha256:12', `a@${digest}@${digest}`, 'reg:5000/', '-app'])(
    'refuses %j',
    (text) => {
      expect(parseImageReference(text)).toBeUndefined()
    },
  )

  it('is reported in full', () => {
    expect(canonicalImage('nginx')).toBe('docker.io/library/nginx:latest')
    expect(canonicalImage('Not An Image')).toBe('Not An Image')
  })
})

it.each([
  ['127.0.0.1:5000', true],
  ['localhost:5000', true],
  ['registry:5000', true],
  ['192.168.1.7', true],
  ['172.20.0.1:80', true],
  ['172.32.0.1:80', false],
  ['8.8.8.8', false],
  ['docker.io', false],
])('asks %s over plain HTTP: %s', (registry, plain) => {
  expect(isPrivateRegistry(registry)).toBe(plain)
})
