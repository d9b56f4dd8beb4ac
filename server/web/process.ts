import { type Auth, type AuthSettings, createAuth } from '#server/people/auth.ts'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { type Environment, env } from '#server/platform/env.ts'
import { createListener, type Listener } from '#server/platform/events.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createRefusalLimit, type RefusalLimit } from './refusals.ts'
import { createSlots, type Slots } from './slots.ts'

/** What lives as long as the web process. */
export type Web = {
  database: Database
  auth: Auth
  listener: Listener
  metrics: Metrics
  /** Event streams, and exports, each of which holds a connection. */
  streams: Slots
  exports: Slots
  refusals: RefusalLimit
  settings: AuthSettings & { trustProxy: boolean; metricsToken: string | undefined }
  close(): Promise<void>
}

// Whoever waits for a page is told that the database is busy while they still look; a lasting read is no page's.
const patience = { connectionMs: 8_000, statementMs: 30_000 }

/** Opens the web process's parts. Nothing connects before it is used. The caller closes it. */
export function openWeb(environment: Environment): Web {
  const settings = {
    secret: environment.BETTER_AUTH_SECRET,
    url: environment.FLEETWARDEN_URL,
    trustProxy: environment.FLEETWARDEN_TRUST_PROXY,
    metricsToken: environment.FLEETWARDEN_METRICS_TOKEN,
  }
  const database = createDatabase(environment.DATABASE_URL, { connections: environment.DATABASE_POOL_SIZE, patience })
  const listener = createListener(database)
  return {
    database,
    auth: createAuth(database, settings),
    listener,
    metrics: createMetrics(database),
    streams: createSlots({ all: 2_000, each: 12 }),
    // Two thirds of the connections stay for those who wait for a page.
    exports: createSlots({ all: Math.max(1, Math.floor(environment.DATABASE_POOL_SIZE / 3)), each: 2 }),
    refusals: createRefusalLimit(),
    settings,
    async close() {
      await listener.close()
      await database.close()
    },
  }
}

// Next bundles pages, routes and instrumentation apart, each with modules of its own: they meet here.
const shared: typeof globalThis & { fleetwardenWeb?: Web } = globalThis

/** This process's parts, opened on first use: a build evaluates routes without an environment. */
export function web(): Web {
  shared.fleetwardenWeb ??= openWeb(env())
  return shared.fleetwardenWeb
}
