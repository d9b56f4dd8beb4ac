import { generateKeyPairSync, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Variables } from '#server/platform/env.ts'
import { writeAtomically } from '../files.ts'

const signingKeys = ['FLEETWARDEN_SIGNING_KEY', 'FLEETWARDEN_SIGNING_KEY_FILE']
const generated = ['BETTER_AUTH_SECRET', 'FLEETWARDEN_SECRET'] as const

/** Secrets the product signs and encrypts with: from the environment, else made once and kept in `folder/secrets.json` (0600). */
export function readSecrets(folder: string, source: Variables = process.env): Record<string, string> {
  const file = path.join(folder, 'secrets.json')
  const kept: Record<string, string> = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {}
  const missing = generated.filter((name) => !kept[name])
  for (const name of missing) kept[name] = randomBytes(32).toString('base64url')
  if (missing.length > 0) writeAtomically(file, `${JSON.stringify(kept, null, 2)}\n`, 0o600)
  return Object.fromEntries(generated.map((name) => [name, source[name] || kept[name] || '']))
}

/**
 * Where the worker finds the key that seals reports: nothing when the environment says so, else a file of its own, made once
 * (0600). It is no row of the database, so that whoever may change the data cannot seal what they changed.
 */
export function signingKeyFile(folder: string, source: Variables = process.env): Record<string, string> {
  if (signingKeys.some((name) => source[name])) return {}
  const file = path.join(folder, 'signing-key.pem')
  if (!fs.existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeAtomically(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600)
  }
  return { FLEETWARDEN_SIGNING_KEY_FILE: file }
}
