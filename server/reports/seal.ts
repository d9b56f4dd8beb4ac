import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import fs from 'node:fs'
import { z } from 'zod'
import { EnvironmentError, parseEnvironment, type Variables } from '#server/platform/env.ts'

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const variables = z.object({
  /** An Ed25519 private key in PEM (PKCS #8); line ends may be written \n. */
  FLEETWARDEN_SIGNING_KEY: optional(z.string()),
  /** A file that holds it. */
  FLEETWARDEN_SIGNING_KEY_FILE: optional(z.string()),
})

/** What seals bundles. `kept` says in words where the private half is. */
export type SigningKey = { keyId: string; publicKey: string; kept: string; sign(bytes: Buffer): Buffer }

/** The key that seals; null when there is none. Throws an EnvironmentError for one that cannot be used, without showing it. */
export function signingKeyFromEnvironment(source: Variables = process.env): SigningKey | null {
  const { FLEETWARDEN_SIGNING_KEY: given, FLEETWARDEN_SIGNING_KEY_FILE: file } = parseEnvironment(variables, source)
  if (given) return toKey(given.replaceAll('\\n', '\n'), 'FLEETWARDEN_SIGNING_KEY, in the environment of the worker')
  if (file) return toKey(readKey(file), `the file ${file} of the worker's machine`)
  return null
}

/** Names a public key: the first 16 hexadecimal digits of the SHA-256 of its SPKI form. */
const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)

function toKey(pem: string, kept: string): SigningKey {
  const key = parsed(pem)
  const publicKey = createPublicKey(key)
  return {
    keyId: keyIdOf(publicKey),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    kept,
    sign: (bytes) => sign(null, bytes, key),
  }
}

function parsed(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Falls through: what exactly is wrong may show some of the key.
  }
  throw new EnvironmentError('FLEETWARDEN_SIGNING_KEY must be an Ed25519 private key in PEM.')
}

function readKey(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    throw new EnvironmentError(`FLEETWARDEN_SIGNING_KEY_FILE cannot be read: ${(error as NodeJS.ErrnoException).code}`)
  }
}
