import { plural } from '#components/ui/format.ts'
import { formatRelative } from '#components/ui/format-time.ts'
import type { CaCertificateDetail } from '#contract/ca-certificates.ts'
import { describeExpiry } from './expiry.ts'

type Note = { id: string; tone: 'bad' | 'attention' | 'unknown' | 'info'; title: string; detail: string }

/** What a person should know before anything else about this CA certificate, worst first. */
export function authorityAttention(authority: CaCertificateDetail, nowMs: number): Note[] {
  const { status, expiry, autoRegistration, activeCertificates, goneAt, parseError } = authority
  const active = status === 'ACTIVE'
  const notes: Note[] = []
  if (active && expiry === 'expired')
    notes.push({
      id: 'expired',
      tone: 'bad',
      title: describeExpiry(authority, nowMs),
      detail: 'It can vouch for nothing new. Plan its successor, and certificates that chain to that one.',
    })
  if (active && expiry === 'expiring')
    notes.push({
      id: 'expiring',
      tone: 'attention',
      title: describeExpiry(authority, nowMs),
      detail: 'Register its successor before then, so that devices can still be given certificates.',
    })
  if (active && autoRegistration)
    notes.push({
      id: 'auto-registration',
      tone: 'attention',
      title: 'Auto-registration is on',
      detail: 'Any device that presents a certificate this CA signed is registered when it first connects.',
    })
  if (!active && activeCertificates > 0)
    notes.push({
      id: 'inactive',
      tone: 'attention',
      title: `${plural(activeCertificates, 'certificate')} it issued ${activeCertificates === 1 ? 'is' : 'are'} still active`,
      detail: 'An inactive CA stops new registrations only. Each certificate has to be changed by itself.',
    })
  if (parseError)
    notes.push({ id: 'unreadable', tone: 'unknown', title: 'Its PEM could not be read', detail: parseError })
  if (goneAt)
    notes.push({
      id: 'gone',
      tone: 'info',
      title: 'AWS no longer lists it',
      detail: `It was last missing ${formatRelative(Date.parse(goneAt), nowMs)}. What follows is the last that was known.`,
    })
  return notes
}
