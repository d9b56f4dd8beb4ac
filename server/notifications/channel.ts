import { z } from 'zod'
import type { Channel, ChannelKind } from '#contract/notifications.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Seal, Sealed } from './seal.ts'

/** A channel as it is stored. */
export type ChannelRow = Sealed & {
  id: string
  kind: ChannelKind
  name: string
  sealed: string | null
  enabled: boolean
  lastSentAt: Date | null
  lastError: string | null
}

/** What `select` and `returning` ask for. */
export const channelColumns = `id::text, kind, name, target, secret, sealed, enabled, last_sent_at as "lastSentAt",
  last_error as "lastError"`

/** Where a channel leads and what it signs with; null when what is stored was encrypted with another key. */
export function reachOf({ id, target, secret, sealed }: Pick<ChannelRow, 'id' | 'sealed'> & Sealed, seal: Seal) {
  return sealed === null ? { target, secret } : seal.open(id, sealed)
}

/** A channel as it is shown: of what is secret only how it ends. */
export function toChannel(row: ChannelRow, seal: Seal): Channel {
  const { id, kind, name, enabled, lastError, lastSentAt, sealed } = row
  const reach = reachOf(row, seal)
  return {
    ...{ id, kind, name, enabled, lastError },
    readable: reach !== null,
    hasSecret: reach ? reach.secret !== null : sealed !== null && kind !== 'slack',
    secretEnds: ending(reach?.secret ?? null),
    lastSentAt: lastSentAt?.toISOString() ?? null,
    ...(reach?.target ? { to: `${shown(kind, reach.target)}${addressEnding(kind, reach.target)}` } : {}),
  }
}

const shownLetters = 4
const shortestShown = 16

// Four letters of sixteen tell two secrets apart and leave nothing to guess the rest by.
const ending = (secret: string | null) =>
  secret && secret.length >= shortestShown ? secret.slice(-shownLetters) : null

function addressEnding(kind: ChannelKind, target: string): string {
  if (kind === 'email') return ''
  const { pathname, search } = new URL(target)
  return ending(`${pathname}${search}`) ?? ''
}

/** Where a channel leads, as may be kept in the trail: of a webhook only the host, because paths of such are secrets, too. */
export function shown(kind: ChannelKind, target: string): string {
  if (kind === 'email') return target
  const { origin, pathname, search } = new URL(target)
  return pathname === '/' && !search ? origin : `${origin}/…`
}

type Reach = Sealed & { kind: ChannelKind }

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
