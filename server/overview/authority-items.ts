import type { CaCertificate } from '#contract/ca-certificates.ts'
import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import { daysAfter } from '#server/credentials/rules.ts'

// A CA takes longer to replace than a device's certificate: every device has to learn of the new one.
const authorityExpiresWithinDays = 90

/** What needs a person about CA certificates. One alone is linked to directly. */
export function authorityItems({ authorities, now }: { authorities: CaCertificate[]; now: Date }): AttentionItem[] {
  const present = authorities.filter(({ goneAt }) => goneAt === null)
  const soon = daysAfter(now, authorityExpiresWithinDays).toISOString()
  const active = present.filter(({ status }) => status === 'ACTIVE')
  const stopped = present.filter(({ status, activeCertificates }) => status !== 'ACTIVE' && activeCertificates > 0)
  return [
    {
      id: 'authorities-expire',
      severity: 'high' as const,
      title: `CA certificates expire within ${authorityExpiresWithinDays} days, or have`,
      detail: 'No device certificate can be registered with a CA that has expired.',
      about: active.filter(({ notAfter }) => notAfter !== null && notAfter < soon),
    },
    {
      id: 'authorities-inactive-in-use',
      severity: 'medium' as const,
      title: 'Inactive CA certificates have active device certificates',
      detail: 'A CA that is no longer trusted still vouches for devices that connect.',
      about: stopped,
    },
    {
      id: 'authorities-register-devices',
      severity: 'info' as const,
      title: 'CA certificates register devices by themselves',
      detail: 'Whoever the CA signs for becomes known to AWS IoT on first connection.',
      about: active.filter(({ autoRegistration }) => autoRegistration === true),
    },
  ].map(({ about, ...item }) => ({ ...item, count: about.length, href: hrefOf(about) }))
}

function hrefOf(about: CaCertificate[]): string {
  const [only, ...others] = about
  return only && others.length === 0 ? links.authority(only.account, only.certificateId) : links.authorities()
}
