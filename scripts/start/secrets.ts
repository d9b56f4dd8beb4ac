import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Variables } from '#server/platform/env.ts'
import { writeAtomically } from '../files.ts'

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
