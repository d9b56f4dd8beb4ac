import { credentialHealth } from '#contract/health.ts'
import type { ThingFacets } from '#contract/things.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { presenceCounts } from './presence-counts.ts'

type Counted = { value: string; count: number }
type Row = Pick<ThingFacets, 'health' | 'types' | 'groups' | 'billingGroups' | 'attributes'>

// A facet is a place to click; whoever has more groups than this types the name.
const valuesShown = 200

/** Values to filter by with their counts, from the rollups: as quick over a million things as over none. */
export async function thingFacets(
  context: Context,
  { account }: { account?: number | undefined },
): Promise<ThingFacets> {
  const accounts = await accountsInScope(context, account)
  const [presence, { rows }] = await Promise.all([
    presenceCounts(context, accounts),
    context.database.pool.query<Row>({ name: 'thing-facets', text: facets, values: [accounts, valuesShown] }),
  ])
  const found = rows[0]
  const health = new Map(found?.health.map(({ value, count }) => [value, count]))
  return {
    presence: [...presence].map(([value, count]): Counted => ({ value, count })),
    health: credentialHealth.options.map((value) => ({ value, count: health.get(value) ?? 0 })),
    types: found?.types ?? [],
    groups: found?.groups ?? [],
    billingGroups: found?.billingGroups ?? [],
    attributes: found?.attributes ?? [],
  }
}

const list = (rows: string) =>
  `(select coalesce(json_agg(r order by r.count desc, r.value), '[]') from (${rows} limit $2) r)`

// Attribute names: those a type declares searchable, and those of some things at both ends of the list.
const facets = `select
  ${list(`select credential_health as value, sum(things) as count from thing_rollup
    where account_id = any($1) group by 1 having sum(things) > 0`)} as health,
  ${list(`select type_name as value, sum(things) as count from thing_rollup
    where account_id = any($1) and type_name <> '' group by 1 having sum(things) > 0 order by 2 desc`)} as types,
  ${list(`select name as value, sum(member_count) as count from thing_groups
    where account_id = any($1) and not billing and gone_at is null group by 1 having sum(member_count) > 0 order by 2 desc`)} as groups,
  ${list(`select billing_group as value, sum(things) as count from billing_group_rollup
    where account_id = any($1) group by 1 having sum(things) > 0 order by 2 desc`)} as "billingGroups",
  array(select name from (
    select unnest(searchable_attributes) from thing_types where account_id = any($1) and gone_at is null
    union
    select jsonb_object_keys(s.attributes) from unnest($1::int[]) a(id) cross join lateral (
      (select attributes from things where account_id = a.id and gone_at is null order by name limit 25)
      union all
      (select attributes from things where account_id = a.id and gone_at is null order by name desc limit 25)) s
  ) seen(name) order by name limit $2) as attributes`
