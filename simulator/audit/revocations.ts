import type { Fleet } from '../fleet/fleet.ts'
import { authorityResource, deviceResource, isInUse } from './certificates.ts'
import type { Verdict } from './checks.ts'

const code = 'CERTIFICATE_REVOKED_BY_ISSUER'
const reason = 'The certificate was revoked by its issuer.'

/** Active certificates that their issuer lists as revoked. The registry does not know: nobody asks for such lists but audits. */
export function revokedDevices({ certificates, revocations }: Fleet): Verdict {
  const inUse = certificates.items.filter(isInUse)
  const objections = inUse
    .filter(({ id }) => revocations.certificates.has(id))
    .map((certificate) => ({ resource: deviceResource(certificate), related: [], code, reason }))
  return { total: inUse.length, objections }
}

export function revokedAuthorities({ cas, revocations }: Fleet): Verdict {
  const active = cas.items.filter(({ status }) => status === 'ACTIVE')
  const objections = active
    .filter(({ id }) => revocations.cas.has(id))
    .map((ca) => ({ resource: authorityResource(ca), related: [], code, reason }))
  return { total: active.length, objections }
}

/** Intermediate CAs that were revoked, with the active certificates below them as related resources. */
export function revokedIssuers({ certificates, revocations }: Fleet): Verdict {
  const objections = revocations.intermediates.flatMap(({ isRevoked, subject, issuerId, serial, certificateIds }) => {
    const below = certificateIds.flatMap((id) => certificates.get(id) ?? []).filter(isInUse)
    if (!isRevoked || !below.length) return []
    const id = {
      issuerCertificateIdentifier: {
        issuerCertificateSubject: subject,
        issuerId,
        issuerCertificateSerialNumber: serial,
      },
    }
    return {
      resource: { type: 'ISSUER_CERTIFICATE' as const, id },
      related: below.map((certificate) => {
        const { type, id: resourceIdentifier } = deviceResource(certificate)
        return { resourceType: type, resourceIdentifier }
      }),
      code: 'INTERMEDIATE_CA_REVOKED_BY_ISSUER',
      reason: 'The intermediate CA was revoked by its issuer.',
    }
  })
  return { total: revocations.intermediates.length, objections }
}
