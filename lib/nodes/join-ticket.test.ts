import { describe, expect, it } from 'vitest'
import { newNonce, readTicket, writeTicket } from './join-ticket'

const ticket = {
  nodeId: 12,
  arch: 'arm64',
  expiresAt: new Date('2026-11-21T10:00:00.000Z'),
  nonce: newNonce(),
} as const
const text = writeTicket('secret', ticket)

describe('a ticket for an install script', () => {
  it('says what it was made for', () => expect(readTicket('secret', text)).toEqual(ticket))

  it('needs no quoting in a URL or a shell', () => expect(text).toMatch(/^[\w.-]+$/))

  it.each([
    ['another secret', () => readTicket('other', text)],
    ['another node', () => readTicket('secret', text.replace(/^12/, '13'))],
    ['another architecture', () => readTicket('secret', text.replace('arm64', 'amd64'))],
    ['an architecture that there is not', () => readTicket('secret', text.replace('arm64', 'mips'))],
    [
      'more time',
      () =>
        readTicket(
          'secret',
          text.replace(/\.(\d+)\./, (_, seconds) => `.${Number(seconds) + 1}.`),
        ),
    ],
    ['another nonce', () => readTicket('secret', text.replace(ticket.nonce, newNonce()))],
    ['a seal of another length', () => readTicket('secret', `${text}A`)],
    ['no seal', () => readTicket('secret', text.slice(0, text.lastIndexOf('.')))],
    ['letters beyond ASCII', () => readTicket('secret', text.slice(0, -1) + 'é')],
    ['nothing', () => readTicket('secret', '')],
  ])('is none with %s', (_, read) => expect(read()).toBeUndefined())
})
