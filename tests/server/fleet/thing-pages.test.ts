import { beforeAll, expect, test } from 'vitest'
import { getCertificate } from '#server/credentials/queries/get-certificate.ts'
import { getThing, thingHistory } from '#server/fleet/queries/get-thing.ts'
import { thingFacets } from '#server/fleet/queries/thing-facets.ts'
import {
  aCaCertificate,
  aCertificate,
  aCertificateId,
  aGroup,
  aPolicy,
  aPresence,
  aThing,
  contextAt,
  insert,
  insertAccount,
} from '#tests/support/builders.ts'
import { randomFleet } from './random-fleet.ts'

const now = new Date('2026-11-20T12:00:00Z')
const at = contextAt(now)
const [certificateId, caId] = [aCertificateId(), aCertificateId()]
let home = 0

beforeAll(async () => {
  const { pool } = at.context.database
  const fleet = await randomFleet(pool, now)
  expect(fleet.length).toBeGreaterThan(100)
  home = await insertAccount(pool)
  const mine = { account_id: home }
  const [pump, spare] = await insert(pool, 'things', [
    aThing({
      ...mine,
      name: 'Pumpe/7',
      billing_group: 'cost',
      credential_health: 'valid',
      credential_not_after: '2026-11-20T11:00:00Z',
      other_principals: ['eu-west-1:abc'],
    }),
    aThing({ ...mine, name: 'spare' }),
  ])
  await insert(pool, 'presence', [
    aPresence({
      ...mine,
      thing_row_id: pump,
      thing_name: 'Pumpe/7',
      connected: true,
      since: '2026-11-20T10:00:00Z',
      client_id: 'pump-client',
      longest_gap_s: 3600,
      typical_gap_s: 60,
      gaps_observed: 4,
    }),
  ])
  const [hall] = await insert(pool, 'thing_groups', [
    aGroup({ ...mine, name: 'hall', parent_name: 'plant', query_string: 'thingName:*' }),
    aGroup({ ...mine, name: 'plant', parent_name: 'company' }),
    aGroup({ ...mine, name: 'company' }),
    aGroup({ ...mine, name: 'plant', billing: true }),
  ])
  const plant = (hall ?? 0) + 1
  await insert(pool, 'thing_group_members', [
    { ...mine, group_row_id: hall, thing_name: 'Pumpe/7', thing_row_id: pump, first_seen_at: now },
  ])
  const [held, old] = await insert(pool, 'certificates', [
    aCertificate({
      ...mine,
      certificate_id: certificateId,
      common_name: 'pump',
      subject: 'CN=pump',
      issuer: 'CN=Issuing',
      ca_certificate_id: caId,
      not_after: '2026-11-20T11:00:00Z',
      described_at: now,
      thing_count: 2,
      policy_count: 1,
      has_policy: true,
      note: 'odd',
    }),
    aCertificate({ ...mine, status: 'REVOKED' }),
  ])
  await insert(pool, 'certificate_pems', [{ certificate_row_id: held, pem: 'PEM' }])
  await insert(pool, 'ca_certificates', [
    aCaCertificate({ ...mine, certificate_id: caId, subject: 'CN=Issuing', issuer: 'CN=Root' }),
    aCaCertificate({ ...mine, subject: 'CN=Root', issuer: 'CN=Offline' }),
    aCaCertificate({ account_id: 1, subject: 'CN=Offline', issuer: 'CN=Offline' }),
  ])
  await insert(pool, 'thing_certificates', [
    { ...mine, thing_row_id: pump, certificate_row_id: held, exclusive: true, first_seen_at: now },
    { ...mine, thing_row_id: spare, certificate_row_id: held, exclusive: false, first_seen_at: now },
    { ...mine, thing_row_id: pump, certificate_row_id: old, exclusive: false, first_seen_at: now },
  ])
  const [direct, grouped, former] = await insert(pool, 'policies', [
    aPolicy({ ...mine, name: 'direct' }),
    aPolicy({ ...mine, name: 'grouped' }),
    aPolicy({ ...mine, name: 'former', gone_at: now }),
  ])
  await insert(pool, 'policy_targets', [
    {
      ...mine,
      policy_row_id: direct,
      kind: 'certificate',
      target: certificateId,
      certificate_row_id: held,
      first_seen_at: now,
    },
    {
      ...mine,
      policy_row_id: former,
      kind: 'certificate',
      target: certificateId,
      certificate_row_id: held,
      first_seen_at: now,
    },
    { ...mine, policy_row_id: grouped, kind: 'thing-group', target: 'plant', group_row_id: plant, first_seen_at: now },
  ])
  const change = { account_id: home, observed_at: now, subject_row_id: pump, subject_kind: 'thing', subject: 'Pumpe/7' }
  await pool.query(
    `insert into fact_history (account_id, observed_at, subject_kind, subject_row_id, subject, change, related_kind, related_row_id, related, before, after)
     select account_id, observed_at, subject_kind, subject_row_id, subject, change, related_kind, related_row_id, related, before, after
     from jsonb_populate_recordset(null::fact_history, $1)`,
    [
      JSON.stringify([
        { ...change, change: 'type', before: 'a', after: 'b' },
        {
          ...change,
          subject_kind: 'certificate',
          subject_row_id: held,
          subject: certificateId,
          change: 'attached',
          related_kind: 'thing',
          related_row_id: pump,
          related: 'Pumpe/7',
        },
        { ...change, change: 'gone' },
        { ...change, subject_row_id: spare, subject: 'spare', change: 'gone' },
      ]),
    ],
  )
})

test('a thing shows its certificates, groups with their parents, and what reaches it through them', async () => {
  const thing = await getThing(at.context, { account: home, name: 'Pumpe/7' })
  expect(thing).toMatchObject({
    presence: 'connected',
    clientId: 'pump-client',
    health: 'expired',
    otherPrincipals: ['eu-west-1:abc'],
    principalsReadAt: null,
    lastChance: { state: 'connected-now', at: null },
    allGroups: [
      { name: 'hall', billing: false, dynamic: true, parents: ['company', 'plant'], policies: ['grouped'] },
      { name: 'cost', billing: true, dynamic: false, parents: [], policies: [] },
    ],
  })
  expect(thing.attachedCertificates).toMatchObject([
    { certificateId, status: 'ACTIVE', expiry: 'expired', exclusive: true, policies: ['direct'] },
    { status: 'REVOKED', expiry: 'unknown', policies: [] },
  ])
  expect(thing.raw).toMatchObject({ name: 'Pumpe/7', presence: { client_id: 'pump-client' } })
})

test('a certificate shows its chain, its things with their last chance, and every policy that reaches it', async () => {
  const certificate = await getCertificate(at.context, { account: home, certificateId })
  expect(certificate).toMatchObject({
    expiry: 'expired',
    pem: 'PEM',
    note: 'odd',
    concerns: ['shared'],
    things: ['Pumpe/7', 'spare'],
    chain: [
      { certificateId: caId, subject: 'CN=Issuing', status: 'ACTIVE' },
      { subject: 'CN=Root', status: 'ACTIVE' },
      { certificateId: null, subject: 'CN=Offline', status: null },
    ],
    attachedThings: [
      { name: 'Pumpe/7', presence: 'connected', exclusive: true, lastChance: { state: 'connected-now' } },
      { name: 'spare', presence: 'unknown', exclusive: false, lastChance: { state: 'presence-unknown' } },
    ],
    attachedPolicies: [
      { name: 'direct', via: null },
      { name: 'grouped', via: 'plant' },
    ],
  })
})

test('history holds what happened to a thing and what names it, newest first, page by page', async () => {
  const first = await thingHistory(at.context, { account: home, name: 'Pumpe/7', limit: 2 })
  expect(first.items.map(({ change, related }) => [change, related])).toEqual([
    ['gone', null],
    ['attached', 'Pumpe/7'],
  ])
  const second = await thingHistory(at.context, {
    account: home,
    name: 'Pumpe/7',
    limit: 2,
    cursor: first.nextCursor ?? '',
  })
  expect(second).toMatchObject({ items: [{ change: 'type', before: 'a', after: 'b' }], nextCursor: null })
})

test.each([
  ['another account', 1, 'Pumpe/7'],
  ['no such name', 4, 'pumpe/7'],
])('%s has no such thing', async (_, account, name) => {
  await expect(getThing(at.context, { account, name })).rejects.toMatchObject({ kind: 'not-found' })
  await expect(thingHistory(at.context, { account, name })).rejects.toMatchObject({ kind: 'not-found' })
  await expect(getCertificate(at.context, { account: 1, certificateId })).rejects.toMatchObject({ kind: 'not-found' })
})

test.each([undefined, 1, 4])('the facets of account %s are what a recount finds', async (account) => {
  const facets = await thingFacets(at.context, { account })
  const { pool } = at.context.database
  const count = async (value: string, from = '') => {
    const { rows } = await pool.query<{ value: string; count: number }>(
      `select ${value} as value, count(*) as count from things t join aws_accounts w on w.id = t.account_id
       left join presence p on p.thing_row_id = t.id ${from}
       where t.gone_at is null and ${value} is not null and (w.enabled and $1::int is null or w.id = $1)
       group by 1 order by 2 desc, 1`,
      [account ?? null],
    )
    return rows
  }
  const shown = (counts: { value: string; count: number }[]) =>
    new Map(counts.filter((one) => one.count > 0).map((one) => [one.value, one.count]))
  expect(shown(facets.health)).toEqual(shown(await count('t.credential_health')))
  expect(shown(facets.presence)).toEqual(
    shown(await count(`case when p.thing_row_id is null then 'unknown' else presence_state(p.connected, p.since) end`)),
  )
  expect(shown(facets.types)).toEqual(shown(await count('t.type_name')))
  expect(shown(facets.billingGroups)).toEqual(shown(await count('t.billing_group')))
  expect(shown(facets.groups)).toEqual(
    shown(
      await count(
        'g.name',
        'join thing_group_members m on m.thing_row_id = t.id join thing_groups g on g.id = m.group_row_id',
      ),
    ),
  )
})

test('facets name the attributes in use', async () => {
  expect((await thingFacets(at.context, {})).attributes).toEqual(['note', 'site'])
})
