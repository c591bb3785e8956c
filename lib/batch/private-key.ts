const PEM = /^-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----\n([\s\S]+)\n-----END \1-----\n$/
const OPENSSH_MAGIC = 'openssh-key-v1\0'

/**
 * A private key as `ssh` reads it, with the line breaks of Unix and one at its end; 'passphrase' where it has one,
 * which nobody could type in, and undefined where the text is no private key.
 */
export function readPrivateKey(text: string): { key: string } | 'passphrase' | undefined {
  const key = `${text.replaceAll('\r\n', '\n').trim()}\n`
  const [, label = '', body = ''] = PEM.exec(key) ?? []
  if (label === '') return undefined
  if (label.startsWith('ENCRYPTED') || /^Proc-Type: 4,ENCRYPTED/m.test(body)) return 'passphrase'
  if (!/^[A-Za-z0-9+/=\n]+$/.test(body)) return undefined
  if (label !== 'OPENSSH PRIVATE KEY') return { key }
  const bytes = Buffer.from(body, 'base64')
  if (bytes.subarray(0, OPENSSH_MAGIC.length).toString('latin1') !== OPENSSH_MAGIC) return undefined
  return cipherOf(bytes) === 'none' ? { key } : 'passphrase'
}

/** The first string after the magic of OpenSSH's own format: PROTOCOL.key of OpenSSH. */
function cipherOf(bytes: Buffer): string {
  const at = OPENSSH_MAGIC.length + 4
  if (bytes.length < at) return ''
  return bytes.subarray(at, at + bytes.readUInt32BE(at - 4)).toString('latin1')
}
