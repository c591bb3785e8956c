import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

/** Files in PEM form. */
interface Issued {
  certificate: string
  key: string
}

interface Request {
  /** `subjectAltName` entries, e.g. `IP:127.0.0.1`. */
  names?: string
  days?: number
}

/** A certificate authority of the test's own, by openssl; its files are in `dir`. */
export class TestAuthority {
  readonly certificate: string
  readonly #key: string

  constructor(
    readonly dir: string,
    readonly name = 'authority',
  ) {
    this.certificate = path.join(dir, `${name}.pem`)
    this.#key = path.join(dir, `${name}.key`)
    const made = ['-keyout', this.#key, '-out', this.certificate]
    openssl('req', '-x509', ...EC, '-nodes', '-days', '3', '-subj', `/CN=${name}`, ...made)
  }

  issue(name: string, { names = 'IP:127.0.0.1,DNS:localhost', days = 2 }: Request = {}): Issued {
    const file = (ending: string) => path.join(this.dir, `${name}.${ending}`)
    openssl('req', ...EC, '-nodes', '-subj', `/CN=${name}`, '-keyout', file('key'), '-out', file('csr'))
    writeFileSync(file('ext'), `subjectAltName=${names}\nbasicConstraints=CA:FALSE\n`)
    const signer = ['-CA', this.certificate, '-CAkey', this.#key, '-CAcreateserial', '-extfile', file('ext')]
    openssl('x509', '-req', '-in', file('csr'), ...signer, '-days', String(days), '-out', file('pem'))
    return { certificate: file('pem'), key: file('key') }
  }
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' })
}
