import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { parseEnvironment, type Variables } from '#server/platform/env.ts'
import { Refusal } from '#server/platform/refusal.ts'

const variables = z.object({
  /** Encrypts what channels send with; at least 32 characters, the same for web and worker. */
  FLEETWARDEN_SECRET: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.string().min(32, 'must have at least 32 characters').optional(),
  ),
})

/** What of a channel nobody may read: a webhook's address, what it signs with, a pager's key. */
export type Sealed = { target: string | null; secret: string | null }

/** Encrypts for one channel and decrypts again. `open` gives null for what this key cannot read. */
export type Seal = { close(channel: string, what: Sealed): string; open(channel: string, text: string): Sealed | null }

const stored = z.object({ target: z.string().nullable(), secret: z.string().nullable() })
const algorithm = 'aes-256-gcm'
const form = '1'
const [nonceBytes, tagBytes] = [12, 16]

/**
 * The seal of this installation. Without FLEETWARDEN_SECRET it reads nothing, and closing throws a Refusal that says what
 * is missing. Throws an EnvironmentError for a secret that is too short.
 */
export function sealFromEnvironment(source: Variables = process.env): Seal {
  const { FLEETWARDEN_SECRET: secret } = parseEnvironment(variables, source)
  if (!secret) return { close: refuse, open: () => null }
  // A key of its own: whatever else the secret may be used for one day has another one.
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'fleetwarden notification channels', 32))
  return {
    // Bound to its channel: moved to another row it opens no more.
    close(channel, what) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(`channel ${channel}`))
      const text = Buffer.concat([cipher.update(JSON.stringify(what), 'utf8'), cipher.final()])
      return `${form}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`
    },
    open(channel, sealed) {
      const [version, body = ''] = sealed.split('.')
      const bytes = Buffer.from(body, 'base64url')
      if (version !== form || bytes.length <= nonceBytes + tagBytes) return null
      try {
        const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
          .setAAD(Buffer.from(`channel ${channel}`))
          .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
        const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
        return stored.parse(JSON.parse(text.toString('utf8')))
      } catch {
        return null
      }
    },
  }
}

function refuse(): never {
  throw new Refusal(
    'conflict',
    'Addresses and keys are kept encrypted, and there is no key: set FLEETWARDEN_SECRET for the web process and the worker.',
  )
}
