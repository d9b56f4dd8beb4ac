import type pg from 'pg'
import type { Sql } from '#server/platform/db.ts'
import { readDocument } from '../evaluate/document.ts'
import { PolicyLinter, type ToLint } from '../judge/lint-policies.ts'
import { readBoundaries } from './boundaries.ts'
import { type Fleet, ReachCounter } from './count.ts'
import { CrossingFinder } from './crossings.ts'
import { type PolicyReach, policyReach } from './policy-reach.ts'
import { type Reached, reachedBy } from './shape.ts'

const pageSize = 2_000

/** Which policies to measure: all, or those that changed since they were measured. */
export type Wanted = 'all' | 'changed'

/**
 * Measures how far an account's policies reach over its fleet and keeps it. The cost follows the distinct resources of the
 * policies, not the devices. Returns how many policies were measured.
 */
export async function measureReach(pool: pg.Pool | Sql, account: number, wanted: Wanted, now: Date): Promise<number> {
  let tools: Tools | undefined
  let measured = 0
  for (let after = '0'; ; ) {
    const page = await nextPage(pool, account, wanted, after)
    const last = page.at(-1)
    if (!last) return measured
    // What it takes to know the fleet is only worth it when there is something to measure.
    tools ??= await toolsFor(pool, account)
    await measurePage(page, tools, now)
    measured += page.length
    after = last.id
  }
}

/** How many things an account has. */
export async function countThings(sql: Sql, account: number): Promise<number> {
  const { rows } = await sql.query<{ things: number }>(
    `select ((select count(*) from things where account_id = $1)
       - (select count(*) from things where account_id = $1 and gone_at is not null))::int as things`,
    [account],
  )
  return rows[0]?.things ?? 0
}

async function fleetOf(sql: Sql, account: number): Promise<Fleet> {
  return { account, things: await countThings(sql, account), boundaries: await readBoundaries(sql, account) }
}

type PolicyRow = { id: string; document: string | null; own: string | null }

// Of one holder the thing is known by name; of several it matters to none of the counts.
async function nextPage(sql: Sql, account: number, wanted: Wanted, after: string): Promise<PolicyRow[]> {
  const changed =
    wanted === 'all'
      ? ''
      : `and not exists (select from policy_reach r where r.policy_row_id = p.id and r.kind = 'client-id'
          and r.at >= greatest(p.changed_at, p.targets_checked_at))`
  const { rows } = await sql.query<PolicyRow>(
    `with page as materialized (
       select p.id, p.target_count from policies p
       where p.account_id = $1 and p.gone_at is null and p.id > $2 ${changed} order by p.id limit ${pageSize}
     ), holders as (
       select g.id, case when count(*) = 1 then min(t.name) end as own from page g
       join policy_targets a on a.policy_row_id = g.id join thing_certificates l on l.certificate_row_id = a.certificate_row_id
       join things t on t.id = l.thing_row_id and t.gone_at is null where g.target_count = 1 group by 1
     )
     select g.id::text as id, v.document, h.own from page g left join holders h on h.id = g.id
     left join policy_versions v on v.policy_row_id = g.id and v.is_default and v.gone_at is null order by g.id`,
    [account, after],
  )
  return rows
}

type Tools = { sql: Sql; fleet: Fleet; counter: ReachCounter; crossings: CrossingFinder; linter: PolicyLinter }

async function toolsFor(sql: Sql, account: number): Promise<Tools> {
  const fleet = await fleetOf(sql, account)
  const crossings = new CrossingFinder(sql, fleet)
  return { sql, fleet, counter: new ReachCounter(sql, fleet), crossings, linter: new PolicyLinter(sql, account) }
}

type Measured = { id: string; reach: PolicyReach[] }

async function measurePage(page: PolicyRow[], { sql, fleet, counter, crossings, linter }: Tools, now: Date) {
  const read = page.map(({ id, document, own }) => ({ id, own, reached: reachedIn(document) }))
  const countOf = await counter.count(read.flatMap(({ reached }) => reached.map(({ shape }) => shape)))
  const measured = read.map(({ id, own, reached }) => ({ id, reach: policyReach(reached, countOf, fleet.things, own) }))
  const toLint: ToLint[] = []
  for (const { id, own, reached } of read) toLint.push({ id, own, crossings: await crossings.find(reached, countOf) })
  await linter.lint(toLint, now)
  await keep(sql, fleet, measured, now)
}

function reachedIn(document: string | null): Reached[] {
  const read = document === null ? null : readDocument(document)
  return read && 'statements' in read ? reachedBy(read.statements) : []
}

async function keep(sql: Sql, { account, things: of }: Fleet, measured: Measured[], now: Date): Promise<void> {
  const rows = measured.flatMap(({ id, reach }) => reach.map((one) => ({ id, ...one })))
  await sql.query(
    `insert into policy_reach (policy_row_id, account_id, kind, reaches, of, pattern, patterns, more, at)
     select r.id, $1, r.kind, r.reaches, $2, r.pattern, r.patterns, r.more, $3
     from unnest($4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::jsonb[], $9::int[])
       r(id, kind, reaches, pattern, patterns, more) join policies p on p.id = r.id
     on conflict (policy_row_id, kind) do update set reaches = excluded.reaches, of = excluded.of,
       pattern = excluded.pattern, patterns = excluded.patterns, more = excluded.more, at = excluded.at`,
    [
      account,
      of,
      now,
      rows.map(({ id }) => id),
      rows.map(({ kind }) => kind),
      rows.map(({ reaches }) => reaches),
      rows.map(({ pattern }) => pattern),
      rows.map(({ patterns }) => JSON.stringify(patterns)),
      rows.map(({ more }) => more),
    ],
  )
}
