/** A kind of data and for how many days it is kept. `oldest` is a SELECT of the instant of its oldest row as `at`. */
export type RetentionKind = { title: string; default: number; min: number; max: number; oldest: string }

// The limits are our own judgement: what something else needs sets the least, ten years are the most.
const kinds = {
  'connection-records': {
    title: 'Connection records',
    ...{ default: 90, min: 7, max: 730 },
    // Days are partitions; the first whose file is not empty tells without a scan. (relpages waits for the first vacuum.) What
    // came before its day was made is in the rest, where the key of an account finds the first.
    oldest: `select least((select to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp at time zone 'UTC'
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'connection_events'::regclass and c.relname ~ '^connection_events_[0-9]{8}$' and pg_relation_size(c.oid) > 0
      order by c.relname limit 1), (select min(e.at) from aws_accounts a, lateral (select r.at from connection_events_rest r
        where r.account_id = a.id order by r.at limit 1) e)) as at`,
  },
  'behaviour-windows': {
    title: 'Measurements and reports of devices',
    // Habits are of 14 days; a day more, so that none is judged by half.
    ...{ default: 15, min: 15, max: 90 },
    oldest: 'select min(at) as at from device_reports',
  },
  alarms: {
    title: 'Alarms of behaviours that ended, and what Detect raised',
    ...{ default: 400, min: 30, max: 3650 },
    oldest: `select min(last_at) as at from violations where state <> 'in-alarm'`,
  },
  'resolved-findings': {
    title: 'Findings that were resolved',
    ...{ default: 1095, min: 90, max: 3650 },
    oldest: 'select min(resolved_at) as at from findings where not open',
  },
  audits: {
    title: 'Audits of Device Defender',
    ...{ default: 1095, min: 90, max: 3650 },
    oldest: 'select min(started_at) as at from audits',
  },
  'fact-history': {
    title: 'What facts were before they changed',
    ...{ default: 1095, min: 90, max: 3650 },
    oldest: 'select observed_at as at from fact_history order by id limit 1',
  },
  'deployment-executions': {
    title: 'Deployments that ended, device by device',
    ...{ default: 400, min: 30, max: 3650 },
    oldest: `select min(completed_at) as at from deployments d where completed_at is not null
      and exists (select from deployment_executions e where e.deployment_id = d.id)`,
  },
  plans: {
    title: 'Response plans that nobody asked for',
    ...{ default: 7, min: 1, max: 90 },
    oldest: `select min(created_at) as at from response_runs
      where requested_at is null and state in ('planning', 'plan-failed', 'planned')`,
  },
  notices: {
    title: 'Notices and their deliveries',
    ...{ default: 90, min: 7, max: 730 },
    oldest: 'select min(at) as at from notices',
  },
  'sync-runs': {
    title: 'Runs of the collectors',
    ...{ default: 30, min: 7, max: 730 },
    oldest: 'select finished_at as at from collection_runs order by id limit 1',
  },
  reports: {
    title: 'Reports',
    ...{ default: 1825, min: 90, max: 3650 },
    oldest: `select min(made_at) as at from reports where state = 'ready'`,
  },
} satisfies Record<string, RetentionKind>

export type RetentionId = keyof typeof kinds

/** Every kind of data that is not kept for good. The trail, incidents and response runs are. */
export const retentionKinds: Readonly<Record<RetentionId, RetentionKind>> = kinds

/** Whether a text names one of them. */
export const isRetentionId = (text: string): text is RetentionId => Object.hasOwn(kinds, text)

/** What a kind of data is called; one that an older report names stands for itself. */
export const retentionTitle = (kind: string): string => (isRetentionId(kind) ? kinds[kind].title : kind)
