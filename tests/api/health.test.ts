import { expect, test } from 'vitest'
import { peerHeader } from '#server/platform/api/address.ts'
import { createDatabase } from '#server/platform/db.ts'
import { healthz, metrics, readyz } from '#server/web/health.ts'
import { createTestDatabase } from '../support/database.ts'
import { useWeb } from '../support/web.ts'

const api = useWeb()

const scrape = (headers: Record<string, string>, settings: object = {}) =>
  metrics({ ...api.web, settings: { ...api.web.settings, ...settings } }, new Headers(headers))

test('the process is healthy, and ready once its migrations are there', async () => {
  expect(healthz().status).toBe(200)
  expect((await readyz(api.web)).status).toBe(200)
  await api.database.pool.query(
    `update _prisma_migrations set rolled_back_at = now() where migration_name like '%_people'`,
  )
  const response = await readyz(api.web)
  expect(response.status).toBe(503)
  expect((await response.json()).detail).toMatch(/^Migrations are missing: \d+_people\.$/)
  await api.database.pool.query('update _prisma_migrations set rolled_back_at = null')
})

test('without a database, or with an empty one, it is not ready', async () => {
  const { url, drop } = await createTestDatabase({ migrated: false })
  const database = createDatabase(url, { connections: 1 })
  expect((await readyz({ ...api.web, database })).status).toBe(503)
  await database.close()
  await drop()
  expect((await readyz({ ...api.web, database })).status).toBe(503)
})

test('metrics count requests by entry, and read the fleet from its rollups', async () => {
  await api.call('/accounts', { as: await api.person('viewer') })
  await api.call('/accounts/12345/things/some-device', {})
  await api.call('/no-such-thing/at-all')
  const response = await scrape({ [peerHeader]: '127.0.0.1' })
  expect(response.status).toBe(200)
  const text = await response.text()
  expect(text).toContain(
    'fleetwarden_http_request_duration_seconds_count{method="GET",route="/accounts",status="200"} 1',
  )
  expect(text).toContain('route="/accounts/{account}/things/{name}",status="401"} 1')
  expect(text).toContain('route="unknown",status="404"} 1')
  expect(text).toMatch(/fleetwarden_database_connections\{state="idle"\} \d/)
  expect(text).not.toContain('some-device')
})

test.each<[string, Record<string, string>, object, number]>([
  ['this machine', { [peerHeader]: '::1' }, {}, 200],
  [
    'this machine, as Next tells it',
    { [peerHeader]: '::ffff:127.0.0.1', 'x-forwarded-for': '::ffff:127.0.0.1' },
    {},
    200,
  ],
  ['another machine', { [peerHeader]: '10.1.2.3' }, {}, 404],
  ['nobody knows who', {}, {}, 404],
  ['a proxy on this machine', { [peerHeader]: '127.0.0.1', 'x-forwarded-for': '10.1.2.3' }, {}, 404],
  ['a trusted proxy', { [peerHeader]: '127.0.0.1' }, { trustProxy: true }, 404],
  ['the token', { authorization: 'Bearer sixteen-letters-' }, { metricsToken: 'sixteen-letters-' }, 200],
  ['a wrong token', { authorization: 'Bearer sixteen-letters!' }, { metricsToken: 'sixteen-letters-' }, 404],
  ['this machine without the token', { [peerHeader]: '127.0.0.1' }, { metricsToken: 'sixteen-letters-' }, 404],
])('metrics for %s', async (_, headers, settings, status) => {
  expect((await scrape(headers, settings)).status).toBe(status)
})
