import type pg from 'pg'
import { z } from 'zod'
import { tickCredentialHealth } from './credentials/health-tick.ts'
import { judgeSoftware } from './deployments/software/judge.ts'
import { enforceRetention, makeRoomForRecords } from './enforce-retention.ts'
import { expireSuppressions } from './findings/suppressions/expire.ts'
import { readNames } from './fleet/name-parts.ts'
import { takeSnapshots } from './fleet/snapshots.ts'
import { noteContained } from './incidents/containment.ts'
import { holdDrills } from './incidents/drill.ts'
import { measureDue } from './policies/reach/measure-due.ts'
import { makeReports } from './reports/make/make-reports.ts'
import { deliverReports } from './reports/schedules/deliver.ts'
import { runSchedules } from './reports/schedules/run.ts'
import { tellLateRuns } from './response/notices.ts'
import { checkAndTell } from './trail-notice.ts'

/** What background work is given: the database and the time. */
export type JobContext = { pool: pg.Pool; now: Date }

/** One kind of background work: its payload, what it does, and when it runs by itself (crontab, UTC). */
type Job = { payload: z.ZodType; cron?: string; run(context: JobContext): Promise<unknown> }

// What cron starts is given the time it was meant for, which none of these needs.
const none = z.looseObject({})

/** Every kind of background work by its name. */
export const jobs: Record<
  | 'move-credential-health'
  | 'read-names'
  | 'take-snapshots'
  | 'check-trail'
  | 'check-whole-trail'
  | 'note-containment'
  | 'hold-drills'
  | 'tell-late-runs'
  | 'enforce-retention'
  | 'keep-records'
  | 'measure-reach'
  | 'expire-suppressions'
  | 'make-reports'
  | 'run-report-schedules'
  | 'mail-reports'
  | 'judge-software',
  Job
> = {
  'move-credential-health': {
    payload: none,
    cron: '* * * * *',
    run: ({ pool, now }) => tickCredentialHealth(pool, now),
  },
  'read-names': { payload: none, cron: '* * * * *', run: ({ pool }) => readNames(pool) },
  'take-snapshots': { payload: none, cron: '2 * * * *', run: ({ pool, now }) => takeSnapshots(pool, now) },
  'check-trail': { payload: none, cron: '* * * * *', run: ({ pool, now }) => checkAndTell(pool, 'recent', now) },
  'note-containment': { payload: none, cron: '* * * * *', run: ({ pool, now }) => noteContained(pool, now) },
  'hold-drills': {
    payload: none,
    cron: '* * * * *',
    run: ({ pool, now }) => holdDrills(pool, process.env.FLEETWARDEN_SIMULATOR_CONTROL || undefined, now),
  },
  'tell-late-runs': { payload: none, cron: '* * * * *', run: ({ pool, now }) => tellLateRuns(pool, now) },
  'enforce-retention': { payload: none, cron: '17 3 * * *', run: ({ pool, now }) => enforceRetention(pool, now) },
  'keep-records': { payload: none, cron: '*/10 * * * *', run: ({ pool, now }) => makeRoomForRecords(pool, now) },
  'measure-reach': { payload: none, cron: '* * * * *', run: ({ pool, now }) => measureDue(pool, now) },
  'expire-suppressions': { payload: none, cron: '* * * * *', run: ({ pool, now }) => expireSuppressions(pool, now) },
  'judge-software': { payload: none, cron: '* * * * *', run: ({ pool, now }) => judgeSoftware(pool, now) },
  // Also when somebody asks; by the clock for what a killed worker left.
  'make-reports': { payload: none, cron: '* * * * *', run: ({ pool }) => makeReports(pool) },
  'run-report-schedules': { payload: none, cron: '* * * * *', run: ({ pool, now }) => runSchedules(pool, now) },
  'mail-reports': { payload: none, cron: '* * * * *', run: ({ pool, now }) => deliverReports(pool, now) },
  'check-whole-trail': { payload: none, cron: '41 2 * * *', run: ({ pool, now }) => checkAndTell(pool, 'full', now) },
}
