import fs from 'node:fs'
import { z } from 'zod'
import { EnvironmentError, parseEnvironment, type Variables } from '#server/platform/env.ts'
import { fileTarget } from './file-target.ts'
import { syslogTarget } from './syslog-target.ts'
import type { Target } from './target.ts'
import { webhookTarget } from './webhook-target.ts'

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const variables = z.object({
  /** Appended to, as JSON Lines. */
  FLEETWARDEN_TRAIL_FILE: optional(z.string().startsWith('/', 'must be an absolute path')),
  /** udp://, tcp:// or tls://HOST[:PORT] of a syslog receiver (RFC 5424). */
  FLEETWARDEN_TRAIL_SYSLOG: optional(
    z.url({ protocol: /^(udp|tcp|tls)$/, error: 'must be a udp://, tcp:// or tls:// address' }),
  ),
  /** Takes POSTs of JSON, signed with the secret. */
  FLEETWARDEN_TRAIL_WEBHOOK: optional(
    z.url({ protocol: /^https?$/, error: 'must be an https:// address' }).refine(isConfidential, {
      error: 'must be an https:// address',
    }),
  ),
  FLEETWARDEN_TRAIL_WEBHOOK_SECRET: optional(z.string().min(16, 'must have at least 16 characters')),
  /** A PEM file of authorities that TLS receivers may be certified by, instead of the usual ones. */
  FLEETWARDEN_TRAIL_CA: optional(z.string()),
})

/** The targets that the environment names. Throws an EnvironmentError when one cannot be used as it is given. */
export function targetsFromEnvironment(source: Variables = process.env): Target[] {
  const env = parseEnvironment(variables, source)
  const ca = env.FLEETWARDEN_TRAIL_CA ? readAuthorities(env.FLEETWARDEN_TRAIL_CA) : undefined
  const targets: Target[] = []
  if (env.FLEETWARDEN_TRAIL_FILE) targets.push(fileTarget(env.FLEETWARDEN_TRAIL_FILE))
  if (env.FLEETWARDEN_TRAIL_SYSLOG) targets.push(syslogTarget(new URL(env.FLEETWARDEN_TRAIL_SYSLOG), { ca }))
  if (env.FLEETWARDEN_TRAIL_WEBHOOK) {
    const secret = env.FLEETWARDEN_TRAIL_WEBHOOK_SECRET
    if (!secret)
      throw new EnvironmentError('FLEETWARDEN_TRAIL_WEBHOOK_SECRET must be set with FLEETWARDEN_TRAIL_WEBHOOK')
    targets.push(webhookTarget(new URL(env.FLEETWARDEN_TRAIL_WEBHOOK), { secret, ca }))
  }
  return targets
}

// Over plain http only to this machine, where a forwarder of one's own may listen.
function isConfidential(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || hostname === 'localhost' || /^127\.|^\[::1\]$/.test(hostname)
}

function readAuthorities(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    throw new EnvironmentError('FLEETWARDEN_TRAIL_CA must name a file that can be read')
  }
}
