import { z } from 'zod'
import { parseEnvironment, type Variables } from '#server/platform/env.ts'
import { type Seal, sealFromEnvironment } from './seal.ts'

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const variables = z.object({
  /** smtp:// or smtps://USER:PASSWORD@HOST:PORT that takes our e-mail. */
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' })),
  /** Whom e-mail comes from. */
  MAIL_FROM: optional(z.string().max(300)),
  /** Another address of PagerDuty's Events API v2, as that of its European service region. */
  FLEETWARDEN_PAGERDUTY_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s):// address' })),
  FLEETWARDEN_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http(s):// address' })),
})

/** How messages leave. `baseUrl` is what their links begin with. */
export type Sending = { smtpUrl: string | null; mailFrom: string; pagerDutyUrl: string; baseUrl: string; seal: Seal }

/** What the environment says of sending. Throws an EnvironmentError when it cannot be used as it is given. */
export function sendingFromEnvironment(source: Variables = process.env): Sending {
  const env = parseEnvironment(variables, source)
  const baseUrl = (env.FLEETWARDEN_URL ?? 'http://localhost:3000').replace(/\/+$/, '')
  return {
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM ?? `Fleetwarden <fleetwarden@${new URL(baseUrl).hostname}>`,
    pagerDutyUrl: env.FLEETWARDEN_PAGERDUTY_URL ?? 'https://events.pagerduty.com/v2/enqueue',
    baseUrl,
    seal: sealFromEnvironment(source),
  }
}

/** What an e-mail channel says while there is no server to hand mail to. */
export const smtpMissing = 'SMTP is not configured: set SMTP_URL for the worker.'
