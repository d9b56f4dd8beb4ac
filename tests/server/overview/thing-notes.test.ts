import { expect, test } from 'vitest'
import type { ThingDetail } from '#contract/things.ts'
import { notesOn, unreadOf } from '#server/overview/thing/notes.ts'
import { aCertificate, aThing } from '#tests/components/fleet/a-thing.ts'

const ids = (changes: Partial<ThingDetail>) => {
  const thing = aThing(changes)
  return [...notesOn(thing), ...unreadOf(thing)].map(({ id }) => id)
}

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

test('who has another principal than a certificate has a credential of its own', () => {
  const away: Partial<ThingDetail> = {
    health: 'inactive',
    attachedCertificates: [aCertificate({ status: 'INACTIVE' })],
  }
  expect(ids(away)).toContain('connected-without-credential')
  expect(ids({ ...away, otherPrincipals: ['eu-west-1:1'] })).toEqual(['other-principals', 'inactive'])
})

test('what was not read makes nothing of it known, nor a session one without credential', () => {
  expect(ids({ principalsReadAt: null, health: 'none', attachedCertificates: [] })).toEqual(['principals-unread'])
})

test('each leads to where it is shown', () => {
  for (const { href } of notesOn(aThing({ health: 'expired', clientId: 'other', goneAt: '2026-11-19T00:00:00.000Z' })))
    expect(href).toMatch(/^\/fleet\/1\/pump-1(#certificates)?$/)
})
