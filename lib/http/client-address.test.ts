import { describe, expect, it } from 'vitest'
import { clientAddress, ClientAddresses } from './client-address'

/** The address that is told of a request from `remoteAddress`, which says `forwarded`. */
function told(trusted: string[], remoteAddress: string, forwarded?: string | string[]) {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  const req = { headers, socket: { remoteAddress } } as unknown as Parameters<ClientAddresses['of']>[0]
  return new ClientAddresses(trusted).during(req, clientAddress)
}

describe('the address of a client', () => {
  it('is that of the connection', () => {
    expect(told([], '192.0.2.7')).toBe('192.0.2.7')
    expect(told([], '::ffff:192.0.2.7')).toBe('192.0.2.7')
    expect(told([], '2001:db8::7')).toBe('2001:db8::7')
  })

  it('is not what the client says of itself', () => {
    expect(told([], '192.0.2.7', '198.51.100.1')).toBe('192.0.2.7')
    expect(told(['10.0.0.0/8'], '192.0.2.7', '198.51.100.1')).toBe('192.0.2.7')
  })

  it.each([
    [['10.0.0.1'], '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    [['10.0.0.0/8'], '::ffff:10.9.9.9', '198.51.100.1', '198.51.100.1'],
    [['fd00::/8'], 'fd00::1', '2001:db8::7', '2001:db8::7'],
    // What the client wrote itself stands first; each proxy adds whom it saw.
    [['10.0.0.0/8'], '10.0.0.1', '203.0.113.66, 198.51.100.1', '198.51.100.1'],
    [['10.0.0.0/8'], '10.0.0.1', '203.0.113.66, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
  ])('behind %j it is what the proxy says', (trusted, remote, forwarded, expected) => {
    expect(told(trusted, remote, forwarded)).toBe(expected)
  })

  it.each([undefined, '', 'unknown', 'nonsense, also'])('is the proxy’s where that says %j', (forwarded) => {
    expect(told(['10.0.0.1'], '10.0.0.1', forwarded)).toBe('10.0.0.1')
  })

  it('is nobody’s outside a request', () => {
    expect(clientAddress()).toBe('')
  })
})
