import { days } from '../../clock.ts'
import type { CaCertificate, Certificate } from '../../fleet/certificate.ts'
import type { Exhibit } from '../../fleet/exhibit.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import type { Thing } from '../../fleet/thing.ts'
import { readCertificate, rsaModulus } from '../../x509/read.ts'

/** Lists where each weakness is to be seen: the given certificates, and the first of the fleet that fits. */
export function listExhibits(fleet: Fleet, given: Record<string, Certificate>) {
  const show = (kind: Exhibit['kind'], shows: string, id: string | undefined) => {
    if (id !== undefined) fleet.exhibits.push({ shows, kind, id })
  }
  for (const [shows, { id }] of Object.entries(given)) show('certificate', shows, id)
  const now = fleet.clock.now()
  const certificates = fleet.certificates.items.map((certificate) => {
    return { certificate, id: certificate.id, ...readCertificate(certificate.der) }
  })
  type Read = (typeof certificates)[number]
  const certificate = (shows: string, isFit: (read: Read) => boolean) =>
    show('certificate', shows, certificates.find(isFit)?.id)
  const isUsed = ({ certificate: { status, things } }: Read) => status === 'ACTIVE' && things.length > 0
  certificate('certificate-expired', (read) => isUsed(read) && read.notAfter < now)
  certificate('certificate-expiring', (read) => isUsed(read) && read.notAfter > now && read.notAfter < now + days(7))
  certificate('certificate-too-old', (read) => isUsed(read) && read.certificate.createdAt * 1000 < now - days(2000))
  certificate('certificate-long-lived', (read) => isUsed(read) && read.notAfter - read.notBefore > days(365 * 15))
  certificate('certificate-shared', ({ certificate: { things } }) => things.length > 2)
  certificate('certificate-leftover', ({ certificate: { things } }) => things.some(hasSeveral))
  certificate('certificate-unattached', ({ certificate: own }) => own.status === 'ACTIVE' && !own.things.length)
  certificate('certificate-without-policy', (read) => isUsed(read) && !read.certificate.policies.length)
  certificate(
    'certificate-inactive-yet-connected',
    ({ certificate: own }) => own.status === 'REVOKED' && own.things.some(isConnected),
  )
  certificate('certificate-pending-too-long', ({ certificate: own }) => own.status === 'PENDING_ACTIVATION')
  certificate('certificate-weak-key', ({ spki }) => (rsaModulus(spki)?.toString(2).length ?? 4096) <= 1024)
  certificate('certificate-weak-signature', ({ certificate: { der } }) => Buffer.from(der).includes(ecdsaWithSha1))
  certificate('certificate-revoked-by-issuer', ({ id }) => fleet.revocations.certificates.has(id))
  const ca = (shows: string, isFit: (ca: CaCertificate) => boolean) =>
    show('ca', shows, fleet.cas.items.find(isFit)?.id)
  const caEnd = ({ der }: CaCertificate) => readCertificate(der).notAfter
  ca('ca-certificate-expiring', (one) => caEnd(one) > now && caEnd(one) < now + days(30))
  ca('ca-certificate-expired', (one) => caEnd(one) < now)
  ca('ca-certificate-inactive-with-active-children', ({ status }) => status === 'INACTIVE')
  ca('ca-certificate-auto-registration-open', ({ autoRegistration }) => autoRegistration === 'ENABLE')
  ca('ca-certificate-revoked-by-issuer', ({ id }) => fleet.revocations.cas.has(id))
  const thing = (shows: string, isFit: (thing: Thing) => boolean) =>
    show('thing', shows, fleet.things.items.find(isFit)?.name)
  thing('thing-connected-without-credential', (own) => own.certificates.length === 0 && isConnected(own))
  thing('thing-without-certificate', ({ certificates: own }) => own.length === 0)
  thing(
    'thing-client-id-differs',
    ({ name, details: { connectivity } }) => connectivity !== undefined && connectivity.clientId !== name,
  )
  thing(
    'thing-gone-quiet',
    ({ details: { connectivity } }) => connectivity?.connected === false && connectivity.timestamp < now - days(60),
  )
  show('client', 'client-unregistered', 'field-modem-17')
  for (const [shows, name] of policies) show('policy', shows, fleet.policies.get(name)?.name)
  show(
    'template',
    'template-without-hook',
    fleet.templates.items.find(
      ({ details }) => details.type === 'FLEET_PROVISIONING' && details.enabled && !details.preProvisioningHook,
    )?.name,
  )
  show('template', 'provisioning-template-wide-policy', 'kiosk-line')
  show('domain', 'domain-old-tls-policy', 'legacy-gateways')
  show('domain', 'domain-ailing-server-certificate', 'partner-ingest')
  show('role', 'role-confused-deputy', 'AuditRole')
  for (const [shows, setting] of settings) show('account', shows, setting)
}

const policies = [
  ['policy-wildcard-connect', 'kiosk-any-client'],
  ['policy-any-client-id', 'tracker-by-client-id'],
  ['policy-everything', 'legacy-all-access'],
  ['policy-not-action', 'maintenance-except-shadows'],
  ['policy-not-resource', 'all-but-billing-topics'],
  ['policy-object-statement', 'pump-controller'],
  ['policy-deny-with-mqtt-wildcards', 'restrict-firmware-topics'],
  ['policy-deny-gets-around', 'building-except-vault'],
  ['policy-deny-denies-nothing', 'no-payments'],
  ['policy-latent-version', 'bench-instruments'],
  ['policy-crosses-sites', 'site-observer'],
  ['policy-of-a-parent-group', 'emea-announcements'],
  ['policy-claim', 'fleet-provisioning-claim'],
  ['policy-claim-too-wide', 'partner-claim'],
  ['policy-mistaken-grammar', 'bench-2015'],
  ['policy-unused', 'pilot-2022'],
] as const

const settings = [
  ['audit-check-disabled', 'DEVICE_CERTIFICATE_AGE_CHECK'],
  ['audit-check-unscheduled', 'CA_CERTIFICATE_KEY_QUALITY_CHECK'],
  ['audit-check-failed', 'IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK'],
] as const

const hasSeveral = ({ certificates }: Thing) => certificates.filter(({ status }) => status === 'ACTIVE').length > 1
const isConnected = ({ details }: Thing) => details.connectivity?.connected === true
const ecdsaWithSha1 = Buffer.from('06072a8648ce3d0401', 'hex')
