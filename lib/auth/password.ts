import { hash, verify } from '@node-rs/argon2'

/** Argon2id is the library's default; memory and passes as OWASP advises for interactive sign-in. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2ID)
}

export function isPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password)
}
