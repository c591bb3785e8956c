import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

const current = new AsyncLocalStorage<string>()

/** Tells from which address a request comes. Proxies say it in X-Forwarded-For, which anybody can write. */
export class ClientAddresses {
  readonly #trusted = new BlockList()

  /** @param trustedProxies addresses and CIDR ranges whose X-Forwarded-For is believed */
  constructor(trustedProxies: readonly string[]) {
    for (const one of trustedProxies) {
      const [address = '', bits] = one.split('/')
      if (bits === undefined) this.#trusted.addAddress(address, familyOf(address))
      else this.#trusted.addSubnet(address, Number(bits), familyOf(address))
    }
  }

  /** The last address that no trusted proxy has: what stands before it in the header, its sender made up. */
  of(req: Pick<IncomingMessage, 'headers' | 'socket'>): string {
    let address = plain(req.socket.remoteAddress ?? '')
    const header = req.headers['x-forwarded-for'] ?? ''
    const said = (Array.isArray(header) ? header.join(',') : header).split(',').map((one) => plain(one.trim()))
    while (this.#isTrusted(address)) {
      const before = said.pop()
      if (before === undefined || isIP(before) === 0) break
      address = before
    }
    return address
  }

  /** Runs `work` so that `clientAddress` tells in all of it who asks. */
  during<T>(req: Pick<IncomingMessage, 'headers' | 'socket'>, work: () => T): T {
    return current.run(this.of(req), work)
  }

  #isTrusted(address: string): boolean {
    return isIP(address) !== 0 && this.#trusted.check(address, familyOf(address))
  }
}

/** Of the request that is being served; empty outside one. */
export function clientAddress(): string {
  return current.getStore() ?? ''
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}

/** A socket for both families has IPv4 addresses as `::ffff:192.0.2.1`. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
