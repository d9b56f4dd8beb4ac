import { behaviourMetric, type SecurityProfile } from '#contract/behaviours.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { among } from '../judge/among.ts'
import { type FeedStanding, standings } from '../judge/feeds.ts'
import { type MetricFeed, metrics } from '../metrics.ts'
import { readProfiles, type StoredProfile } from '../profiles.ts'

/** Every profile with what it watches and whether what it judges arrives. */
export async function listProfiles(
  { database, now }: Pick<Context, 'database' | 'now'>,
  connection: Sql = database.pool,
): Promise<SecurityProfile[]> {
  const profiles = await readProfiles(connection)
  const { rows: accounts } = await connection.query<{ id: number }>(
    'select id from aws_accounts where enabled order by id',
  )
  const feeds = new Map<number, Record<MetricFeed, FeedStanding>>()
  for (const { id } of accounts) feeds.set(id, await standings(connection, id, now))
  const { rows: alarms } = await connection.query<{ profile: string; count: number }>(
    `select profile, count(*)::int as count from violations where state = 'in-alarm' and source = 'ours' group by 1`,
  )
  const whole: SecurityProfile[] = []
  for (const profile of profiles) {
    const of = profile.account_id === null ? [...feeds.keys()] : [profile.account_id]
    let devices = 0
    for (const account of of) devices += await countDevices(connection, account, profile)
    whole.push({
      id: profile.id,
      name: profile.name,
      description: profile.description,
      account: profile.account_id,
      targets: profile.targets,
      behaviours: profile.behaviours,
      enabled: profile.enabled,
      version: profile.version,
      changedAt: profile.changed_at.toISOString(),
      changedBy: profile.changed_by,
      inAlarm: alarms.find((one) => one.profile === profile.name)?.count ?? 0,
      devices: profile.targets.every(({ kind }) => kind === 'unregistered') ? null : devices,
      metrics: metricsOf(
        profile,
        of.flatMap((account) => feeds.get(account) ?? []),
      ),
    })
  }
  return whole
}

function metricsOf(profile: StoredProfile, feeds: Record<MetricFeed, FeedStanding>[]): SecurityProfile['metrics'] {
  const used = behaviourMetric.options.filter((metric) => profile.behaviours.some((one) => one.metric === metric))
  return used.map((metric) => {
    const own = feeds.map((all) => all[metrics[metric].from])
    const missing = own.find(({ fresh }) => !fresh)
    const newest = own.reduce<Date | null>((latest, { at }) => (at && (!latest || at > latest) ? at : latest), null)
    return {
      metric,
      available: missing === undefined && own.length > 0,
      why: missing?.why ?? null,
      at: newest?.toISOString() ?? null,
    }
  })
}

// All things of an account are counted by the rollup; a type or group by its index.
async function countDevices(connection: Sql, account: number, { targets }: StoredProfile): Promise<number> {
  if (targets.some(({ kind }) => kind === 'all')) {
    const { rows } = await connection.query<{ count: number }>(
      'select coalesce(sum(things), 0)::int as count from thing_rollup where account_id = $1',
      [account],
    )
    return rows[0]?.count ?? 0
  }
  const named = targets.filter(({ kind }) => kind !== 'unregistered')
  if (named.length === 0) return 0
  const values: unknown[] = [account]
  const { rows } = await connection.query<{ count: number }>(
    `select count(*)::int as count from things d where d.account_id = $1 and d.gone_at is null and ${among('d.name', named, values)}`,
    values,
  )
  return rows[0]?.count ?? 0
}
