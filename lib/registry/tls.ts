import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { rootCertificates } from 'node:tls'
import { RegistryError } from './errors'

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/**
 * Reads the certificates that REGISTRY_CA_FILE holds.
 * @throws Error with a sentence that says what is wrong with the file
 */
export async function readAuthorities(file: string): Promise<string[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
  const found = text.match(PEM_CERTIFICATE) ?? []
  if (found.length === 0) throw new Error(`${file} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`)
  for (const [index, pem] of found.entries()) checkAuthority(pem, `certificate ${index + 1} of ${file}`)
  return found
}

function checkAuthority(pem: string, what: string): void {
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(pem)
  } catch (cause) {
    throw new Error(`${what} cannot be read`, { cause })
  }
  if (Date.parse(certificate.validTo) < Date.now()) throw new Error(`${what} expired on ${certificate.validTo}`)
}

/** Beside the well-known ones: the registry's token service or object store may have one of those. */
export function trustedWith(authorities: readonly string[]): string[] {
  return [...rootCertificates, ...authorities]
}

const UNKNOWN_AUTHORITY = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
])
const WRONG_CERTIFICATE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
  INVALID_PURPOSE: 'is not for a server',
}
/** What OpenSSL makes of an answer that is no TLS. */
const NO_TLS = /wrong version number|packet length too long|http request/i

/** What a failed TLS connection is about, in words that say what to set; undefined where it failed otherwise. */
export function tlsFailure(error: unknown, host: string, hasOwnAuthorities: boolean): RegistryError | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const insecure = (message: string) => new RegistryError('insecure', message, { cause: error })
  if (UNKNOWN_AUTHORITY.has(code)) {
    const certificate = `the certificate of ${host} is signed by an authority that the console does not know`
    if (hasOwnAuthorities) return insecure(`${certificate}: it is none of those in REGISTRY_CA_FILE either`)
    return insecure(`${certificate}: set REGISTRY_CA_FILE to a file with that authority's certificate`)
  }
  const wrong = WRONG_CERTIFICATE[code]
  if (wrong !== undefined) return insecure(`the certificate of ${host} ${wrong} (${error.message})`)
  if ((code === 'EPROTO' || code.startsWith('ERR_SSL_')) && NO_TLS.test(error.message)) {
    return insecure(`${host} speaks no TLS: if plain HTTP is meant, REGISTRY_URL has to begin with http://`)
  }
  return undefined
}
