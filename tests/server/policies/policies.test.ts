import { beforeAll, expect, test } from 'vitest'
import type { PolicyFilters } from '#contract/policies.ts'
import { countPolicies, getPolicy, listPolicies, policyHistory } from '#server/policies/queries.ts'
import { policyTargets } from '#server/policies/targets.ts'
import { aCertificate, aGroup, aPolicy, aThing, contextAt, insert, insertAccount } from '#tests/support/builders.ts'

const now = new Date('2026-11-20T12:00:00Z')
const at = contextAt(now)

beforeAll(async () => {
  const { pool } = at.context.database
  for (const enabled of [true, true, false]) await insertAccount(pool, { enabled })
  const [wide] = await insert(pool, 'policies', [
    aPolicy({ name: 'Wide', default_version_id: '10', version_count: 2, target_count: 4 }),
    aPolicy({ name: 'a_narrow', target_count: 0 }),
    aPolicy({ name: 'unread' }),
    aPolicy({ name: 'narrow', account_id: 2, target_count: 12 }),
    aPolicy({ name: 'former', gone_at: now }),
    aPolicy({ name: 'elsewhere', account_id: 3, target_count: 1 }),
  ])
  await insert(pool, 'policy_versions', [
    { policy_row_id: wide, version_id: '9', is_default: false, document: '{ not json', first_seen_at: now },
    { policy_row_id: wide, version_id: '10', is_default: true, document: '{"Statement":[]}', first_seen_at: now },
  ])
  const [thing] = await insert(pool, 'things', [aThing({ name: 'pump' })])
  const [certificate] = await insert(pool, 'certificates', [aCertificate({ status: 'INACTIVE' })])
  const [group] = await insert(pool, 'thing_groups', [aGroup({ name: 'hall' })])
  await insert(pool, 'thing_certificates', [
    { account_id: 1, thing_row_id: thing, certificate_row_id: certificate, exclusive: false, first_seen_at: now },
  ])
  await insert(pool, 'thing_group_members', [
    { account_id: 1, group_row_id: group, thing_name: 'pump', thing_row_id: thing, first_seen_at: now },
  ])
  const target = { account_id: 1, policy_row_id: wide, first_seen_at: now }
  await insert(pool, 'policy_targets', [
    { ...target, kind: 'certificate', target: 'known', certificate_row_id: certificate },
    { ...target, kind: 'certificate', target: 'strange' },
    { ...target, kind: 'cognito', target: 'eu-west-1:1' },
    { ...target, kind: 'thing-group', target: 'hall', group_row_id: group },
  ])
})

test.each<[PolicyFilters, string[]]>([
  [{}, ['Wide', 'a_narrow', 'narrow', 'unread']],
  [{ sort: '-targets' }, ['narrow', 'Wide', 'a_narrow', 'unread']],
  [{ account: 1 }, ['Wide', 'a_narrow', 'unread']],
  [{ account: 3 }, ['elsewhere']],
  [{ search: 'NARROW' }, ['a_narrow', 'narrow']],
  [{ search: 'a_' }, ['a_narrow']],
  [{ attached: true }, ['Wide', 'narrow']],
  [{ attached: false }, ['a_narrow']],
  [{ gone: true }, ['former']],
])('%j lists %j', async (filters, names) => {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await listPolicies(at.context, { ...filters, cursor, limit: 1 })
    found.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(found).toEqual(names)
  expect(await countPolicies(at.context, filters)).toEqual({ count: names.length, capped: false })
})

test('a policy shows its versions, newest first, and says when a document is not JSON', async () => {
  const policy = await getPolicy(at.context, { account: 1, name: 'Wide' })
  expect(policy).toMatchObject({ targets: 4, certificateTargets: 2, groupTargets: 1, defaultVersionId: '10' })
  expect(policy.allVersions.map(({ versionId, parses }) => [versionId, parses])).toEqual([
    ['10', true],
    ['9', false],
  ])
})

test('targets come page by page, with what is known of them', async () => {
  const first = await policyTargets(at.context, { account: 1, name: 'Wide', limit: 3 })
  expect(first.items).toMatchObject([
    { kind: 'certificate', target: 'known', known: true, status: 'INACTIVE', things: ['pump'] },
    { kind: 'certificate', target: 'strange', known: false, status: null, things: [] },
    { kind: 'cognito', known: false },
  ])
  const second = await policyTargets(at.context, { account: 1, name: 'Wide', limit: 3, cursor: first.nextCursor ?? '' })
  expect(second).toMatchObject({
    items: [{ kind: 'thing-group', target: 'hall', known: true, things: ['pump'] }],
    nextCursor: null,
  })
})

test('a policy of another account, or none, is not found', async () => {
  for (const read of [getPolicy, policyTargets, policyHistory]) {
    await expect(read(at.context, { account: 2, name: 'Wide' })).rejects.toMatchObject({ kind: 'not-found' })
  }
})
