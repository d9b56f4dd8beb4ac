import { expect, test } from 'vitest'
import { attentionFor } from '#components/fleet/attention.ts'
import { unknownFindings } from '#components/fleet/unknown-findings.ts'
import type { ThingDetail } from '#contract/things.ts'
import { aCertificate, aThing } from './a-thing.ts'

const nowMs = Date.parse('2026-11-20T00:00:00.000Z')
const ids = (changes: Partial<ThingDetail>) => attentionFor(aThing(changes), nowMs).map(({ id }) => id)

test.each<[string, Partial<ThingDetail>, string[]]>([
  ['nothing', {}, []],
  ['gone', { goneAt: '2026-11-19T00:00:00.000Z' }, ['gone']],
  ['expired', { health: 'expired', credentialExpiresAt: '2026-11-01T00:00:00.000Z' }, ['expired']],
  ['expiring', { health: 'expiring', credentialExpiresAt: '2026-12-01T00:00:00.000Z' }, ['expiring']],
  ['never read', { health: 'unknown', principalsReadAt: null, attachedCertificates: [] }, ['principals-unread']],
  ['not described', { health: 'unknown' }, ['health-unknown']],
  [
    'revoked yet connected',
    { health: 'inactive', attachedCertificates: [aCertificate({ status: 'REVOKED' })] },
    ['connected-without-credential', 'inactive'],
  ],
  [
    'inactive and away',
    { health: 'inactive', presence: 'disconnected', attachedCertificates: [aCertificate({ status: 'INACTIVE' })] },
    ['inactive'],
  ],
  ['no certificate', { health: 'none', presence: 'disconnected', attachedCertificates: [] }, ['no-certificate']],
  ['another client ID', { clientId: 'old-pump' }, ['client-id-differs']],
  ['shared', { attachedCertificates: [aCertificate({ thingCount: 3 })] }, ['shared']],
  [
    'a shared one that cannot connect',
    { attachedCertificates: [aCertificate(), aCertificate({ status: 'REVOKED', thingCount: 3 })] },
    [],
  ],
  ['two active', { attachedCertificates: [aCertificate(), aCertificate({ certificateId: 'c2' })] }, ['several-active']],
  ['no policy', { attachedCertificates: [aCertificate({ policies: [] })] }, ['no-policy']],
  [
    'policies not read',
    { attachedCertificates: [aCertificate({ policies: [], policiesRead: false })] },
    ['policies-unread'],
  ],
  [
    'a policy through a group',
    {
      attachedCertificates: [aCertificate({ policies: [] })],
      allGroups: [{ name: 'g', billing: false, dynamic: false, parents: [], policies: ['telemetry'] }],
    },
    [],
  ],
])('%s', (_, changes, expected) => {
  expect(ids(changes)).toEqual(expected)
})

test('the worst comes first', () => {
  const tones = attentionFor(
    aThing({ health: 'expired', clientId: 'other', otherPrincipals: ['eu-west-1:1'], principalsReadAt: null }),
    nowMs,
  ).map(({ tone }) => tone)
  expect(tones).toEqual(['bad', 'attention', 'unknown', 'info'])
})

test.each<[string, Partial<ThingDetail>, RegExp | undefined]>([
  ['all read', {}, undefined],
  ['no certificate', { attachedCertificates: [] }, undefined],
  ['attachments not read', { principalsReadAt: null, attachedCertificates: [] }, /certificates and their policies/],
  ['policies not read', { attachedCertificates: [aCertificate(), aCertificate({ policiesRead: false })] }, /policies/],
])('findings that cannot be named: %s', (_, changes, said) => {
  const unknown = unknownFindings(aThing(changes))
  if (said) expect(unknown).toMatch(said)
  else expect(unknown).toBeUndefined()
})
