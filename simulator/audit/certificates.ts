import { days } from '../clock.ts'
import type { Objection } from '../fleet/audits.ts'
import type { Certificate } from '../fleet/certificate.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { readCertificate } from '../x509/read.ts'
import type { Verdict } from './checks.ts'

/** The certificates that audits look at. */
export const isInUse = ({ status }: Pick<Certificate, 'status'>) => status === 'ACTIVE' || status === 'PENDING_TRANSFER'

export const deviceResource = ({ id }: Certificate) => ({
  type: 'DEVICE_CERTIFICATE' as const,
  id: { deviceCertificateId: id },
})

export const authorityResource = ({ id }: { id: string }) => ({
  type: 'CA_CERTIFICATE' as const,
  id: { caCertificateId: id },
})

const caThresholdDays = 30

type Settings = Readonly<Record<string, string>>

/** DEVICE_CERTIFICATE_EXPIRING_CHECK, within 30 days unless CERT_EXPIRATION_THRESHOLD_IN_DAYS says otherwise. */
export function deviceEndings({ certificates }: Fleet, now: number, settings: Settings): Verdict {
  const inUse = certificates.items.filter(isInUse)
  const threshold = Number(settings.CERT_EXPIRATION_THRESHOLD_IN_DAYS ?? 30)
  const objections = inUse.flatMap((certificate) =>
    ending(certificate.der, now, threshold).map((found) => withResource(deviceResource(certificate), found)),
  )
  return { total: inUse.length, objections }
}

export function authorityEndings({ cas }: Fleet, now: number): Verdict {
  const active = cas.items.filter(({ status }) => status === 'ACTIVE')
  const objections = active.flatMap((ca) =>
    ending(ca.der, now, caThresholdDays).map((found) => withResource(authorityResource(ca), found)),
  )
  return { total: active.length, objections }
}

/** DEVICE_CERTIFICATE_AGE_CHECK, a year unless CERT_AGE_THRESHOLD_IN_DAYS says otherwise. */
export function deviceAges({ certificates }: Fleet, now: number, settings: Settings): Verdict {
  const inUse = certificates.items.filter(isInUse)
  const oldest = now - days(Number(settings.CERT_AGE_THRESHOLD_IN_DAYS ?? 365))
  const objections = inUse
    .filter(({ createdAt }) => createdAt * 1000 <= oldest)
    .map((certificate) => ({
      resource: deviceResource(certificate),
      related: [],
      code: 'CERTIFICATE_PAST_AGE_THRESHOLD',
      reason: 'Certificate is past its age threshold.',
    }))
  return { total: inUse.length, objections }
}

type Ending = Pick<Objection, 'code' | 'reason'> & { info: Record<string, string> }

function ending(der: Uint8Array, now: number, thresholdDays: number): Ending[] {
  const { notAfter } = readCertificate(der)
  const info = { EXPIRATION_TIME: String(notAfter) }
  if (notAfter < now) {
    return [{ code: 'CERTIFICATE_PAST_EXPIRATION', reason: 'Certificate is past its expiration.', info }]
  }
  if (notAfter > now + days(thresholdDays)) return []
  return [{ code: 'CERTIFICATE_APPROACHING_EXPIRATION', reason: 'Certificate is approaching its expiration.', info }]
}

const withResource = (resource: Objection['resource'], { info, ...rest }: Ending): Objection => ({
  resource: { ...resource, info },
  related: [],
  ...rest,
})
