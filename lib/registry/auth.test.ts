import { describe, expect, test } from 'vitest'
import { parseChallenge } from './auth'

describe('parseChallenge', () => {
  test.each([
    ['Basic realm="Registry"', { scheme: 'basic', parameters: { realm: 'Registry' } }],
    ['basic', { scheme: 'basic', parameters: {} }],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"',
      {
        scheme: 'bearer',
        parameters: {
          realm: 'https://auth.docker.io/token',
          service: 'registry.docker.io',
          scope: 'repository:a/b:pull,push',
        },
      },
    ],
    [
      'Bearer realm=token , error = "x \\"y\\" z"',
      { scheme: 'bearer', parameters: { realm: 'token', error: 'x "y" z' } },
    ],
    ['Basic realm="a, Bearer b", Bearer realm="https://t"', { scheme: 'bearer', parameters: { realm: 'https://t' } }],
  ])('%s', (header, expected) => {
    expect(parseChallenge(header)).toEqual(expected)
  })

  test.each([undefined, '', 'Digest realm="x"', 'Negotiate'])('nothing that is known: %s', (header) => {
    expect(parseChallenge(header)).toBeUndefined()
  })
})
