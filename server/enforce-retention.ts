import type pg from 'pg'
import { pruneAlarms, pruneBehaviours } from './behaviours/prune.ts'
import { pruneExecutions } from './deployments/prune.ts'
import { pruneAudits, pruneDetect, pruneResolved } from './findings/prune.ts'
import { pruneHistory } from './history/prune.ts'
import { keepRecords } from './incidents/keep-records.ts'
import { pruneNotices } from './notifications/prune.ts'
import { log } from './platform/log.ts'
import { type RetentionId, retentionKinds } from './reports/retention/kinds.ts'
import { pruneReports } from './reports/retention/prune-reports.ts'
import { daysKept, notePruned } from './reports/retention/settings.ts'
import { prunePlans } from './response/prune-plans.ts'
import { pruneRuns } from './sync/prune.ts'

type Prune = (pool: pg.Pool, kept: { now: Date; before: Date; days: number }) => Promise<unknown>

const dayMs = 86_400_000

// Each in the room that writes the tables.
const prunes: Record<RetentionId, Prune> = {
  'connection-records': (pool, { now, days }) => keepRecords(pool, now, days),
  'behaviour-windows': (pool, { before }) => pruneBehaviours(pool, before),
  alarms: async (pool, { before }) => {
    await pruneAlarms(pool, before)
    await pruneDetect(pool, before)
  },
  'resolved-findings': (pool, { before }) => pruneResolved(pool, before),
  audits: (pool, { before }) => pruneAudits(pool, before),
  'fact-history': (pool, { before }) => pruneHistory(pool, before),
  'deployment-executions': (pool, { before }) => pruneExecutions(pool, before),
  plans: (pool, { now, before }) => prunePlans(pool, now, before),
  notices: (pool, { before }) => pruneNotices(pool, before),
  'sync-runs': (pool, { before }) => pruneRuns(pool, before),
  reports: (pool, { before }) => pruneReports(pool, before),
}

/** Forgets what is kept no longer, kind by kind, as the settings say. One that fails is reported and holds up no other. */
export async function enforceRetention(pool: pg.Pool, now: Date): Promise<void> {
  for (const kind of Object.keys(retentionKinds) as RetentionId[])
    await prune(pool, kind, now).catch((error) => log.error({ err: error, kind }, 'Old data could not be deleted'))
}

/** Makes room for the connection records to come: more often than anything is pruned, as they arrive at any time. */
export const makeRoomForRecords = (pool: pg.Pool, now: Date) => prune(pool, 'connection-records', now)

async function prune(pool: pg.Pool, kind: RetentionId, now: Date): Promise<void> {
  const days = await daysKept(pool, kind)
  await prunes[kind](pool, { now, days, before: new Date(now.getTime() - days * dayMs) })
  await notePruned(pool, kind, now)
}
