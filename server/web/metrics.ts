import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '#server/platform/db.ts'

export type Metrics = {
  registry: Registry
  /** Notes an answered request. `route` is the contract's path, never the caller's, so that series stay few. */
  observe(answer: { method: string; route: string; status: number; seconds: number }): void
  /** Event streams that are open. */
  streams: Gauge
}

/** What Prometheus reads from the web process. Figures about the fleet are read from rollups when it asks. */
export function createMetrics(database: Database): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'fleetwarden_http_request_duration_seconds',
    help: 'Answered API requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const streams = new Gauge({ name: 'fleetwarden_event_streams', help: 'Open event streams', registers })
  new Gauge({
    name: 'fleetwarden_database_connections',
    help: 'Connections of the pool',
    labelNames: ['state'],
    registers,
    collect() {
      const { totalCount, idleCount, waitingCount } = database.pool
      this.set({ state: 'busy' }, totalCount - idleCount)
      this.set({ state: 'idle' }, idleCount)
      this.set({ state: 'waiting' }, waitingCount)
    },
  })
  for (const { name, help, labelNames, sql } of facts) {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        const { rows } = await database.pool.query<{ labels: Record<string, string>; value: number }>(sql)
        this.reset()
        for (const { labels, value } of rows) this.set(labels, value)
      },
    })
  }
  return {
    registry,
    streams,
    observe: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
  }
}

const account = `a.aws_account_id || '/' || a.region`

const facts = [
  {
    name: 'fleetwarden_feed_age_seconds',
    help: 'Time since a feed last succeeded',
    labelNames: ['account', 'collector'],
    sql: `select json_build_object('account', ${account}, 'collector', c.collector) as labels,
        extract(epoch from now() - c.last_success_at)::float8 as value
      from collections c join aws_accounts a on a.id = c.account_id
      where a.enabled and c.last_success_at is not null`,
  },
  {
    name: 'fleetwarden_feed_failures',
    help: 'Passes of a feed that failed since its last success',
    labelNames: ['account', 'collector'],
    sql: `select json_build_object('account', ${account}, 'collector', c.collector) as labels,
        c.failures::float8 as value
      from collections c join aws_accounts a on a.id = c.account_id where a.enabled`,
  },
  {
    name: 'fleetwarden_things',
    help: 'Things by credential health',
    labelNames: ['account', 'health'],
    sql: `select json_build_object('account', ${account}, 'health', r.credential_health) as labels,
        sum(r.things)::float8 as value
      from thing_rollup r join aws_accounts a on a.id = r.account_id
      group by a.aws_account_id, a.region, r.credential_health`,
  },
  {
    name: 'fleetwarden_certificates',
    help: 'Certificates by status',
    labelNames: ['account', 'status'],
    sql: `select json_build_object('account', ${account}, 'status', r.status) as labels,
        sum(r.certificates)::float8 as value
      from certificate_rollup r join aws_accounts a on a.id = r.account_id
      where r.dimension = 'expires-on' group by a.aws_account_id, a.region, r.status`,
  },
]
