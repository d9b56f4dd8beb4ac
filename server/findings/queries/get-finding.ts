import { z } from 'zod'
import { type Finding, findingEntry, findingSource } from '#contract/findings.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { describeCheck } from '../describe.ts'
import { type SummaryRow, summaryColumns, toSummary } from './row.ts'

const entries = 100
const related = z.array(
  z.object({
    kind: z.string(),
    name: z.string(),
    detail: z
      .string()
      .nullish()
      .transform((text) => text ?? null),
  }),
)

type Row = SummaryRow & { related: unknown; facts_at: Date | null }

/** One finding with its witnesses, its log and the decision that hides it. Throws a Refusal when there is none. */
export async function getFinding(
  { database }: Pick<Context, 'database'>,
  { id }: { id: string },
  connection: Sql = database.pool,
): Promise<Finding> {
  const { rows } = await connection.query<Row>(
    toQuery(sql`select ${summaryColumns}, f.related, (select max(r.facts_at) from check_results r
        where r.account_id = f.account_id and r.check_id = f.check_id and r.source = any(f.sources)) as facts_at
      from findings f where f.id = ${id}::uuid`),
  )
  const [row] = rows
  if (!row) throw new Refusal('not-found', 'There is no such finding.')
  const summary = toSummary(row)
  const { why, fix, source } = describeCheck(summary.check, summary.subjectKind)
  return {
    ...summary,
    ...{ why, fix, source },
    related: related.catch([]).parse(row.related),
    witnesses: await witnessesOf(connection, id, row),
    suppression: row.suppression_id === null ? null : await suppressionWith(connection, String(row.suppression_id)),
    log: await logOf(connection, id),
    factsAt: row.facts_at?.toISOString() ?? null,
  }
}

async function witnessesOf(connection: Sql, id: string, { last_seen_at }: SummaryRow): Promise<Finding['witnesses']> {
  const { rows } = await connection.query<{
    source: string
    says: string
    first_at: Date
    last_at: Date
    gone_at: Date | null
    facts_at: Date | null
  }>(
    `with said as (
       select finding_id, source, says, first_at, last_at, gone_at from finding_witnesses where finding_id = $1
       union all
       -- What only we ever said stands in the finding itself.
       select f.id, 'ours', f.detail, f.first_seen_at, coalesce(f.resolved_at, f.opened_at), f.resolved_at
       from findings f where f.id = $1 and 'ours' = any(f.sources)
         and not exists (select from finding_witnesses w where w.finding_id = f.id and w.source = 'ours')
     )
     select w.source, w.says, w.first_at, w.last_at, w.gone_at, case when w.gone_at is null then r.facts_at end as facts_at
     from said w join findings f on f.id = w.finding_id
     left join check_results r on r.account_id = f.account_id and r.check_id = f.check_id and r.source = w.source
     order by w.first_at, w.source`,
    [id],
  )
  return rows.map(({ source, says, first_at, last_at, gone_at, facts_at }) => {
    // What our own checks still say is as old as their last judgement, which rewrites no rows.
    const last = source === 'ours' && !gone_at && last_seen_at && last_seen_at > last_at ? last_seen_at : last_at
    return {
      source: findingSource.parse(source),
      says,
      firstAt: first_at.toISOString(),
      lastAt: last.toISOString(),
      goneAt: gone_at?.toISOString() ?? null,
      factsAt: facts_at?.toISOString() ?? null,
    }
  })
}

async function suppressionWith(connection: Sql, id: string): Promise<Finding['suppression']> {
  const { rows } = await connection.query<{
    why: string
    by_name: string
    owner_name: string
    expires_at: Date | null
  }>('select why, by_name, owner_name, expires_at from finding_suppressions where id = $1', [id])
  const [row] = rows
  if (!row) return null
  const { why, by_name: by, owner_name: owner, expires_at } = row
  return { id, why, by, owner, expiresAt: expires_at?.toISOString() ?? null }
}

async function logOf(connection: Sql, id: string): Promise<Finding['log']> {
  const { rows } = await connection.query<{
    id: string
    at: Date
    kind: string
    by: string | null
    text: string | null
  }>(
    `with kept as (
       select id, at, kind, by_name, text from finding_log where finding_id = $1 order by id desc limit ${entries}
     ), told as (
       select id::text, at, kind, by_name as by, text, id as place from kept
       -- What the finding itself says still.
       union all select 'opened', first_seen_at, 'opened', null, detail, 0 from findings where id = $1
         and not exists (select from finding_log where finding_id = $1 and kind = 'opened')
       union all select 'resolved', resolved_at, 'resolved', null, resolved_why, 9223372036854775807
         from findings where id = $1 and not open
     )
     select id, at, kind, by, text from told order by at desc, place desc limit ${entries}`,
    [id],
  )
  return rows.map(({ at, kind, ...entry }) => ({
    ...entry,
    at: at.toISOString(),
    // A kind that only a newer version writes is still a change.
    kind: findingEntry.shape.kind.catch('changed').parse(kind),
  }))
}
