import { createRouterClient } from '@orpc/server'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { pageOf } from '#contract/base.ts'
import { type Certificate, certificate } from '#contract/certificates.ts'
import { type Thing, thing } from '#contract/things.ts'
import { expiryOf, statusIn } from '#server/credentials/rules.ts'
import { router } from '#server/router.ts'
import { incomingOf } from '#server/web/serve.ts'
import { randomCertificates } from '../server/credentials/random-certificates.ts'
import { randomFleet } from '../server/fleet/random-fleet.ts'
import { aPresence, aThing, insert } from '../support/builders.ts'
import { type TestPerson, toRequest, useWeb } from '../support/web.ts'

// These lists go out as the database wrote them, past the contract's own parse: here it is made up for.
const api = useWeb()
let viewer: TestPerson

beforeAll(async () => {
  viewer = await api.person('viewer')
  const { pool } = api.database
  const yesterday = new Date(Date.now() - 86_400_000)
  await randomFleet(pool, yesterday)
  await randomCertificates(pool, yesterday)
  const names = ['quote " and \\ back', 'line\nend\ttab', '\u0001\u2028\u007f', '😀 ﬀ', '</script>', '']
  const ids = await insert(
    pool,
    'things',
    names.map((name) =>
      aThing({ name, type_name: name, attributes: { [name]: name, n: 5, list: [1], none: null, yes: true } }),
    ),
  )
  await insert(
    pool,
    'presence',
    ids.map((id, index) => aPresence({ thing_row_id: id, thing_name: names[index], client_id: names[index] })),
  )
  await pool.query(`insert into thing_certificates (account_id, thing_row_id, certificate_row_id, exclusive)
    select t.account_id, t.id, c.id, false from things t join certificates c on c.id % 50 = t.id % 50`)
})

type Case = { list: 'things' | 'certificates'; item: z.ZodType; sorts: string[] }
const cases: Case[] = [
  {
    list: 'things',
    item: thing.strict(),
    sorts: ['name', '-name', 'last-change', '-last-change', 'expiry', '-first-seen'],
  },
  { list: 'certificates', item: certificate.strict(), sorts: ['expiry', '-expiry', 'created', '-created'] },
]

describe.each(cases)('$list', ({ list, item, sorts }) => {
  test.each(sorts)('in order of %s: nothing the contract does not have, everything as it has it', async (sort) => {
    const items = await everyPage(`/${list}?sort=${sort}&limit=37`, item)
    expect(items.length).toBeGreaterThan(200)
    expect((await everyPage(`/${list}?sort=${sort}&gone=true`, item)).length).toBeGreaterThan(10)
  })

  test('the router gives the same, checked by the contract', async () => {
    const context = incomingOf(api.web, toRequest('/api', { as: viewer }).headers)
    const checked = await createRouterClient(router, { context })[list].list({ limit: 200 })
    const raw = await api.call(`/${list}?limit=200`, { as: viewer })
    expect(await raw.json()).toEqual(checked)
    expect(raw.headers.get('content-type')).toBe('application/json')
    expect(raw.headers.get('cache-control')).toBe('no-store')
  })

  test.each(['limit=0', 'limit=x', 'account=-1', 'cursor=rubbish', 'sort=colour', 'search=%00', 'search=a&search=b'])(
    'what is wrong with %s is said as everywhere',
    async (query) => {
      const response = await api.call(`/${list}?${query}`, { as: viewer })
      expect(response.status).toBe(400)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect((await api.call(`/${list}?${query}`)).status).toBe(401)
    },
  )

  test('strangers and revoked tokens get none of it, at once', async () => {
    expect((await api.call(`/${list}`)).status).toBe(401)
    const leaver = await api.person('viewer')
    expect((await api.call(`/${list}`, { as: leaver, with: 'token' })).status).toBe(200)
    await api.database.pool.query('update api_tokens set revoked_at = now() where user_id = $1', [leaver.id])
    expect((await api.call(`/${list}`, { as: leaver, with: 'token' })).status).toBe(401)
  })
})

test('a thing says what its rows hold', async () => {
  const items = await everyPage<Thing>('/things?limit=100', thing)
  const { rows } = await api.database.pool.query(
    `select t.*, t.id::text as id, p.thing_row_id is not null as present, p.connected, p.since, p.disconnect_reason, p.client_id,
       array(select g.name from thing_group_members m join thing_groups g on g.id = m.group_row_id
         where m.thing_row_id = t.id and not g.billing order by g.name limit 5) as groups
     from things t left join presence p on p.thing_row_id = t.id`,
  )
  const known = new Map(rows.map((row) => [row.id, row]))
  for (const item of items) {
    const row = known.get(item.id)
    const texts = Object.entries(row.attributes).map(([name, value]) => [name, text(value)])
    const stored = row.credential_health
    const dated = row.credential_not_after && ['valid', 'expiring', 'expired'].includes(stored)
    expect(item).toEqual({
      id: row.id,
      account: row.account_id,
      name: row.name,
      type: row.type_name,
      billingGroup: row.billing_group,
      groups: row.groups,
      attributes: Object.fromEntries(texts),
      presence: !row.present ? 'unknown' : row.connected ? 'connected' : row.since ? 'disconnected' : 'never-connected',
      presenceSince: row.since?.toISOString() ?? null,
      disconnectReason: row.disconnect_reason,
      clientId: row.client_id,
      health: dated ? expiryOf({ notBefore: null, notAfter: row.credential_not_after }, new Date()) : stored,
      credentialExpiresAt: row.credential_not_after?.toISOString() ?? null,
      certificates: row.certificate_count,
      activeCertificates: row.active_certificates,
      firstSeenAt: row.first_seen_at.toISOString(),
      changedAt: row.changed_at.toISOString(),
      goneAt: null,
    })
  }
})

test('a certificate says what its row holds', async () => {
  const items = await everyPage<Certificate>('/certificates?limit=100', certificate)
  const { rows } = await api.database.pool.query('select c.*, c.id::text as id from certificates c')
  const known = new Map(rows.map((row) => [row.id, row]))
  for (const { things: _things, concerns: _concerns, ...item } of items) {
    const row = known.get(item.id)
    expect(item).toEqual({
      id: row.id,
      account: row.account_id,
      certificateId: row.certificate_id,
      status: statusIn(row.status),
      expiry: expiryOf({ notBefore: row.not_before, notAfter: row.not_after }, new Date()),
      commonName: row.common_name,
      subject: row.subject,
      issuer: row.issuer,
      caCertificateId: row.ca_certificate_id,
      createdAt: row.created_at?.toISOString() ?? null,
      notBefore: row.not_before?.toISOString() ?? null,
      notAfter: row.not_after?.toISOString() ?? null,
      keyAlgorithm: row.key_algorithm,
      keyBits: row.key_bits,
      signatureAlgorithm: row.signature_algorithm,
      thingCount: row.thing_count,
      policyCount: row.policy_count,
      describedAt: row.described_at?.toISOString() ?? null,
      firstSeenAt: row.first_seen_at.toISOString(),
      changedAt: row.changed_at.toISOString(),
      goneAt: null,
    })
  }
})

async function everyPage<Item>(path: string, item: z.ZodType<Item>): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const response = await api.call(`${path}${cursor && `&cursor=${cursor}`}`, { as: viewer })
    expect(response.status).toBe(200)
    const answer: unknown = await response.json()
    const page: { items: Item[]; nextCursor: string | null } = pageOf(item).strict().parse(answer)
    expect(answer).toEqual(page)
    items.push(...page.items)
    cursor = page.nextCursor
  }
  return items
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
