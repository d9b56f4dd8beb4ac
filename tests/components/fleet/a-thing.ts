import type { ThingDetail } from '#contract/things.ts'

type Certificate = ThingDetail['attachedCertificates'][number]

/** A healthy thing with one valid certificate; a test states only what matters to it. */
export function aThing(changes: Partial<ThingDetail> = {}): ThingDetail {
  return {
    id: '1',
    account: 1,
    name: 'pump-1',
    type: 'pump',
    billingGroup: null,
    groups: [],
    attributes: {},
    presence: 'connected',
    presenceSince: '2026-11-19T00:00:00.000Z',
    disconnectReason: null,
    clientId: 'pump-1',
    health: 'valid',
    credentialExpiresAt: '2030-01-01T00:00:00.000Z',
    certificates: 1,
    activeCertificates: 1,
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    changedAt: '2026-01-01T00:00:00.000Z',
    goneAt: null,
    arn: null,
    thingId: null,
    version: 1,
    allGroups: [],
    attachedCertificates: [aCertificate()],
    otherPrincipals: [],
    principalsReadAt: '2026-11-20T00:00:00.000Z',
    keepAliveS: null,
    cleanSession: null,
    lastChance: { state: 'connected-now', at: null, typicalGapS: null, longestGapS: null, gapsObserved: 0 },
    raw: {},
    ...changes,
  }
}

export function aCertificate(changes: Partial<Certificate> = {}): Certificate {
  return {
    id: '1',
    certificateId: 'c1',
    status: 'ACTIVE',
    expiry: 'valid',
    notAfter: '2030-01-01T00:00:00.000Z',
    commonName: null,
    exclusive: false,
    thingCount: 1,
    policies: ['telemetry'],
    policiesRead: true,
    ...changes,
  }
}
