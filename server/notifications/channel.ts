import { z } from 'zod'
import type { Channel, ChannelKind } from '#contract/notifications.ts'
import { Refusal } from '#server/platform/refusal.ts'

/** A channel as it is stored. */
export type ChannelRow = {
  id: string
  kind: ChannelKind
  name: string
  target: string | null
  secret: string | null
  enabled: boolean
  lastSentAt: Date | null
  lastError: string | null
}

/** What `select` and `returning` ask for. */
export const channelColumns = `id::text, kind, name, target, secret, enabled, last_sent_at as "lastSentAt",
  last_error as "lastError"`

/** A channel as it is shown: without its secret, and of a webhook only the host, because paths of such are secrets, too. */
export function toChannel({ id, kind, name, target, secret, enabled, lastSentAt, lastError }: ChannelRow): Channel {
  return {
    ...{
      id,
      kind,
      name,
      enabled,
      lastError,
      hasSecret: secret !== null,
      lastSentAt: lastSentAt?.toISOString() ?? null,
    },
    ...(target === null ? {} : { to: shown(kind, target) }),
  }
}

/** Where a channel leads, as may be shown and kept in the trail. */
export function shown(kind: ChannelKind, target: string): string {
  if (kind === 'email') return target
  const { origin, pathname, search } = new URL(target)
  return pathname === '/' && !search ? origin : `${origin}/…`
}

type Reach = Pick<ChannelRow, 'kind' | 'target' | 'secret'>

const mostAddresses = 50
const shortestSecret = 16
const address = z.email()

/** Throws a Refusal when a channel could not send anything as it is given. */
export function requireUsable({ kind, target, secret }: Reach): void {
  if (kind === 'email') {
    const addresses = target?.split(',').map((one) => one.trim()) ?? []
    if (addresses.length > mostAddresses) throw invalid(`At most ${mostAddresses} addresses.`)
    if (!addresses.length || addresses.some((one) => !address.safeParse(one).success))
      throw invalid('Give e-mail addresses, separated by commas.')
    return
  }
  if (kind === 'pagerduty') {
    if (!secret || !/^\w{16,64}$/.test(secret)) throw invalid('Give the integration’s routing key, letters and digits.')
    return
  }
  requireWebAddress(target)
  if (kind === 'webhook' && (secret?.length ?? 0) < shortestSecret)
    throw invalid(`Give a secret of at least ${shortestSecret} characters: messages are signed with it.`)
}

function requireWebAddress(target: string | null): void {
  const url = URL.canParse(target ?? '') ? new URL(target ?? '') : null
  if (!url || !/^https?:$/.test(url.protocol)) throw invalid('Give an https:// or http:// address.')
  if (url.username || url.password) throw invalid('An address must not contain a user or a password.')
}

const invalid = (sentence: string) => new Refusal('invalid', sentence)
