import { type ThingSoftware, thingSoftware } from '#contract/deployments.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

const mostChanges = 20
const changeKind = thingSoftware.shape.changes.element.shape.kind

/** What one thing says it runs, and how that changed lately. Throws a Refusal for a thing that was never there. */
export async function softwareOfThing(
  { database: { pool } }: Context,
  { account, thing }: { account: number; thing: string },
): Promise<ThingSoftware> {
  const { rowCount: there } = await pool.query('select from things where account_id = $1 and name = $2', [
    account,
    thing,
  ])
  if (!there) throw new Refusal('not-found', 'There is no such thing.')
  const [versions, changes, state] = await Promise.all([
    pool.query<{ package: string; version: string; source: string; since: Date }>(
      `select package, version, source, since from thing_software where account_id = $1 and thing = $2
       order by package, source`,
      [account, thing],
    ),
    pool.query<{
      package: string
      from_version: string | null
      version: string | null
      at: Date
      kind: string | null
      deployment: string | null
      title: string | null
    }>(
      `select c.package, c.from_version, c.version, c.at, c.kind, d.id::text as deployment, d.title
       from software_changes c left join deployments d on d.id = c.deployment_id
       where c.account_id = $1 and c.thing = $2 order by c.id desc limit ${mostChanges}`,
      [account, thing],
    ),
    pool.query<{ at: Date | null }>('select read_at as at from software_state where account_id = $1', [account]),
  ])
  return {
    versions: versions.rows.map(({ source, since, ...row }) => ({
      ...row,
      source: source === 'greengrass' ? source : 'shadow',
      since: since.toISOString(),
    })),
    changes: changes.rows.map((row) => ({
      package: row.package,
      from: row.from_version,
      version: row.version,
      at: row.at.toISOString(),
      kind: changeKind.catch(null).parse(row.kind),
      deployment: row.deployment === null ? null : { id: row.deployment, title: row.title ?? '' },
    })),
    at: state.rows[0]?.at?.toISOString() ?? null,
  }
}
