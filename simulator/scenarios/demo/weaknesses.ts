import { attachCertificate, attachPolicy } from '../../fleet/attachments.ts'
import { type CaCertificate, type Certificate, certificateIdOf } from '../../fleet/certificate.ts'
import type { Policy } from '../../fleet/policy.ts'
import type { Story } from '../../fleet/story.ts'
import type { Thing } from '../../fleet/thing.ts'
import { EcKey } from '../../x509/ec-key.ts'
import { issue } from '../../x509/issue.ts'
import { rocaModulus } from '../../x509/roca.ts'
import { RsaKey, rsaSpki } from '../../x509/rsa-key.ts'
import { sha256 } from '../../x509/seeded.ts'
import { epoch, type FleetBuilder } from '../fleet-builder.ts'
import { listExhibits } from './exhibits.ts'
import type { DemoAuthorities } from './products.ts'
import { type WeakPolicies, weakPolicies } from './weak-policies.ts'

/**
 * Adds the few things, certificates and policies that show what nothing else in the demo shows, and lists for every weakness
 * where it is to be seen. No dice are rolled and nothing that is there changes.
 */
export function showWeaknesses(build: FleetBuilder, cas: DemoAuthorities) {
  const policies = weakPolicies(build)
  const emea = build.fleet.groups.get('emea')
  if (emea) attachPolicy(emea, policies.region)
  const device = deviceMaker(build, cas)
  const early = device('sm-ham-90001', [policies.latent], { notBefore: build.inDays(12) })
  const claims = claimCertificates(build, cas, policies, device)
  const { anyClient, notAction, notResource, building, crossSite, idleDeny, latent } = policies
  const named = (name: string) => build.fleet.policies.get(name) ?? latent
  const loaded = device('field-unit-77', [
    anyClient,
    notAction,
    notResource,
    building,
    crossSite,
    idleDeny,
    ...['installer-tool', 'restrict-firmware-topics', 'legacy-all-access', 'tracker-by-client-id'].map(named),
  ])
  const flawed = device('sm-ham-90003', [latent], { spki: rsaSpki(rocaModulus(build.seed)) })
  revoke(build, device('sm-ham-90002', [latent]))
  const pilot = build.ca([['CN', 'Halden Pilot CA 2019']], {
    status: 'ACTIVE',
    autoRegistration: 'DISABLE',
    ageDays: 2300,
    endsInDays: 900,
  })
  build.fleet.revocations.cas.add(pilot.record.id)
  reportingDevices(build, device, policies)
  const certificates = {
    'certificate-not-yet-valid': early,
    'certificate-flawed-key': flawed,
    'certificate-many-policies': loaded,
    'certificate-of-unknown-ca': withoutAuthority(build),
  }
  build.ca([['CN', 'Halden Workshop CA 2018']], {
    status: 'ACTIVE',
    autoRegistration: 'DISABLE',
    ageDays: 2900,
    endsInDays: -35,
  })
  listExhibits(build.fleet, { ...certificates, ...claims })
  build.fleet.exhibits.push(
    { shows: 'ca-certificate-weak-key', kind: 'ca', id: oldSigner(build).id },
    { shows: 'policy-unparsable', kind: 'policy', id: cutOffDocument(build).name },
  )
}

/** A CA of the days of SHA-1, registered and in force still. */
function oldSigner(build: FleetBuilder): CaCertificate {
  const { fleet, seed } = build
  const key = new RsaKey(`${seed}/works-ca-2012`)
  const name = [['CN', 'Halden Works CA 2012']] as const
  const issuer = { name, scheme: 'rsa-sha1', spki: key.spki, sign: key.sign.bind(key) } as const
  const notBefore = build.daysAgo(3400)
  const serial = sha256('serial:', `${seed}/works-ca-2012`).subarray(0, 16)
  const der = issue(issuer, {
    subject: name,
    spki: key.spki,
    serial,
    notBefore,
    notAfter: build.inDays(700),
    kind: 'ca',
  })
  const at = epoch(notBefore)
  const record: CaCertificate = {
    ...{ id: certificateIdOf(der), der, status: 'ACTIVE', autoRegistration: 'DISABLE', createdAt: at, modifiedAt: at },
    ...{ version: 1, mode: 'DEFAULT', registrationConfig: undefined },
  }
  fleet.cas.add(record)
  return record
}

/** One that an import of long ago cut off; AWS takes no such document today, and keeps what it has. */
function cutOffDocument(build: FleetBuilder): Policy {
  const policy = build.policy('imported-2016', {})
  const [version] = policy.versions
  if (version)
    policy.versions = [{ ...version, document: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", ' }]
  return policy
}

type DeviceMaker = (
  name: string,
  policies: readonly Policy[],
  options?: { notBefore?: Date; spki?: Buffer },
) => Certificate

/** Things with a certificate of the present CA, connected a day ago unless they cannot be. */
function deviceMaker(build: FleetBuilder, cas: DemoAuthorities): DeviceMaker {
  const type = build.type('field-gateway', 'Gateway whose agent reports on it', ['site'])
  return (name, policies, { notBefore, spki } = {}) => {
    const isSeen = !notBefore && !spki
    const session = { connected: true, timestamp: build.daysAgo(1).getTime(), clientId: name, keepAlive: 60 }
    const network = { cleanSession: true, sessionExpiry: 0, sourceIp: '203.0.113.20', sourcePort: 41_000 }
    const thing = build.thing(name, {
      attributes: { site: 'Hamburg', model: 'EG-10', power: 'mains' },
      ...(isSeen && { connectivity: { ...session, ...network } }),
    })
    thing.type = type
    const certificate = build.certificate({
      issuer: cas.current.authority,
      ca: cas.current.record,
      subject: [['CN', name]],
      key: spki ?? new EcKey(`${build.seed}/${name}`),
      createdDaysAgo: 40,
      notAfter: build.inDays(800),
      ...(notBefore && { notBefore }),
    })
    attachCertificate(build.fleet, thing, certificate)
    build.fleet.apart.add(thing)
    for (const policy of policies) attachPolicy(certificate, policy)
    return certificate
  }
}

/** One that does what it is for, and is nobody's; and one that a tester has lived on ever since. */
function claimCertificates(build: FleetBuilder, cas: DemoAuthorities, policies: WeakPolicies, device: DeviceMaker) {
  const claim = (name: string, policy: Policy) => {
    const certificate = build.certificate({
      issuer: cas.current.authority,
      ca: cas.current.record,
      subject: [['CN', `${name} claim`]],
      key: new EcKey(`${build.seed}/${name}-claim`),
      createdDaysAgo: 300,
      notAfter: build.inDays(600),
    })
    attachPolicy(certificate, policy)
    return certificate
  }
  const own = claim('line-1', policies.claim)
  const tester = device('line-2-tester', [policies.claim])
  claim('partner-line', policies.wideClaim)
  return { 'claim-certificate': own, 'certificate-claim-used-as-identity': tester }
}

/** A bought-in device whose maker’s CA nobody registered. */
function withoutAuthority(build: FleetBuilder): Certificate {
  const name = 'bought-in-camera-1'
  const key = new EcKey(`${build.seed}/${name}`)
  const certificate = build.certificate({
    issuer: { name: [['CN', 'Camera Makers CA']], spki: key.spki, scheme: 'ecdsa-sha256', sign: key.sign.bind(key) },
    subject: [['CN', name]],
    key,
    createdDaysAgo: 60,
    notAfter: build.inDays(700),
  })
  certificate.mode = 'SNI_ONLY'
  const thing = build.thing(name, { attributes: { site: 'Hamburg', model: 'CAM-1' } })
  attachCertificate(build.fleet, thing, certificate)
  build.fleet.apart.add(thing)
  return certificate
}

/** A certificate and an intermediate CA that their issuers have revoked, which nobody told the registry. */
function revoke({ fleet, seed }: FleetBuilder, certificate: Certificate) {
  const { revocations } = fleet
  revocations.certificates.add(certificate.id)
  const below = fleet.certificates.items.filter(({ ca, status }) => ca && status === 'ACTIVE').slice(0, 14)
  const issuer = (subject: string, serial: string, isRevoked: boolean, ids: Certificate[]) =>
    revocations.intermediates.push({
      isRevoked,
      subject,
      issuerId: Buffer.from(`${seed}/${subject}`).toString('hex').slice(0, 40),
      serial,
      certificateIds: ids.map(({ id }) => id),
    })
  issuer('CN=Halden Line 3 Issuing CA,O=Halden Instruments AB', '4a11c0de03', true, below.slice(0, 12))
  issuer('CN=Halden Line 4 Issuing CA,O=Halden Instruments AB', '4a11c0de04', false, below.slice(12))
}

/** Gateways whose agent reports what they listen to and talk to: two honest ones, one that was taken over, one silent agent. */
function reportingDevices({ fleet }: FleetBuilder, device: DeviceMaker, { agent }: WeakPolicies) {
  const tell = (story: string, name: string, behaviour: NonNullable<Story['device']>['behaviour']) => {
    const certificate = device(name, [agent])
    const [thing] = certificate.things as readonly [Thing]
    fleet.stories.push({ name: story, thing, device: { behaviour, certificate } })
  }
  tell('device-reports', 'gw-ham-90001', 'reporting')
  tell('device-reports-in-short', 'gw-ham-90002', 'reporting-short')
  tell('device-reports-intruder', 'gw-ham-90003', 'reporting-intruder')
  tell('device-agent-silent', 'gw-ham-90004', 'steady')
}
