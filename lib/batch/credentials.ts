import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { App } from '@/lib/app'
import { sharedSecret } from '@/lib/config/secrets'

/** With what the console signs in to a machine. With a private key, the password is sudo's. */
export interface Credentials {
  readonly password?: string | undefined
  readonly privateKey?: string | undefined
}

/** What a secret is kept for; moved to anything else, such as another machine's address, it does not decrypt. */
export interface SecretOwner {
  readonly batchId: number
  /** Empty for the key that a batch's nodes share. */
  readonly name: string
  readonly ip: string
  readonly port: number
  readonly sudoer: string
}

/** The owner of a private key that all nodes of a batch without credentials of their own share. */
export function batchItself(batchId: number): SecretOwner {
  return { batchId, name: '', ip: '', port: 0, sudoer: '' }
}

const ALGORITHM = 'aes-256-gcm'
const FORMAT = 'v1.'
const IV_BYTES = 12
const TAG_BYTES = 16
const kept = z.object({ password: z.string().optional(), privateKey: z.string().optional() })

/** Encrypts and decrypts credentials at rest: AES-256-GCM with a key that all processes of the console derive alike. */
export class CredentialVault {
  readonly #key: Buffer

  private constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'apulisedge batch credentials v1', 32))
  }

  static async open({ config }: Pick<App, 'config'>): Promise<CredentialVault> {
    return new CredentialVault(await sharedSecret(config))
  }

  /** Text for a column. */
  seal(owner: SecretOwner, credentials: Credentials): string {
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv(ALGORITHM, this.#key, iv).setAAD(boundTo(owner))
    const text = Buffer.concat([cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()])
    return FORMAT + Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
  }

  /** Undefined where it was sealed for another owner, with another key, or changed since. */
  unseal(owner: SecretOwner, sealed: string): Credentials | undefined {
    if (!sealed.startsWith(FORMAT)) return undefined
    const bytes = Buffer.from(sealed.slice(FORMAT.length), 'base64url')
    if (bytes.length < IV_BYTES + TAG_BYTES) return undefined
    const decipher = createDecipheriv(ALGORITHM, this.#key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    decipher.setAAD(boundTo(owner)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
      return kept.parse(JSON.parse(text.toString('utf8')))
    } catch {
      return undefined // the tag does not fit: all that can be said of it
    }
  }
}

function boundTo({ batchId, name, ip, port, sudoer }: SecretOwner): Buffer {
  return Buffer.from(JSON.stringify([batchId, name, ip, port, sudoer]))
}
