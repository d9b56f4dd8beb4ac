import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ActionOptions } from '#contract/response.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import type { FactsOf } from '../../action.ts'
import { coveredCondition, groupsWithin } from '../../guards/never-touch.ts'
import type { AskingParts } from '../plan-parts.ts'
import { coveredThings } from './covered.ts'
import type { FactsSource } from './facts-source.ts'

/** The first of the things that are reached are named; all are counted, and looked for on the never-touch list. */
const mostNamed = 200

const definition = z.object({ actionType: z.string() })

type Row = {
  check: string
  reason: string
  kind: string
  subject: string
  suppressed: boolean
  version: string | null
}

/** The facts of findings of audits, with what the chosen action is in AWS now. */
export async function auditFindingTargets(
  { aws }: Pick<AskingParts, 'aws'>,
  source: FactsSource,
  names: string[],
  { mitigation: wanted }: ActionOptions,
): Promise<FactsOf<'audit-finding'>[]> {
  const told = wanted ? definition.safeParse(await aws.mitigationAction(wanted)) : undefined
  const mitigation = wanted && told?.success ? { name: wanted, type: told.data.actionType } : null
  return inParallel(names, 4, (name) => target(aws, source, name, mitigation))
}

async function target(
  aws: AskingParts['aws'],
  source: FactsSource,
  name: string,
  mitigation: FactsOf<'audit-finding'>['mitigation'],
): Promise<FactsOf<'audit-finding'>> {
  const { account, feeds, run } = source
  const { rows } = await source.sql.query<Row>(
    `SELECT check_name AS check, reason, subject_kind AS kind, subject, suppressed,
       raw #>> '{nonCompliantResource,resourceIdentifier,policyVersionIdentifier,policyVersionId}' AS version
     FROM audit_findings WHERE account_id = $1 AND finding_id = $2`,
    [account.id, name],
  )
  const [row] = rows
  const subject = { kind: row?.kind ?? 'other', name: row?.subject ?? '' }
  const reached = await reachOf(source, subject)
  const policy = subject.kind === 'policy' ? await aws.getPolicy(subject.name) : null
  return {
    kind: 'audit-finding',
    name,
    identity: row ? `${row.check} ${subject.name}` : null,
    exists: row !== undefined,
    check: row?.check ?? '',
    reason: row?.reason ?? '',
    subject,
    suppressed: row?.suppressed ?? false,
    task: `fleetwarden-${createHash('sha256').update(`${run} ${name}`).digest('hex').slice(0, 32)}`,
    mitigation,
    changedSince: subject.kind === 'policy' && row?.version !== (policy?.defaultVersionId ?? null),
    ...reached,
    // Who is attached to what is never asked for here: listing it takes a call for each 250.
    at: feeds.get(subject.kind === 'policy' ? 'policy-targets' : 'thing-principals') ?? null,
    fromAws: false,
  }
}

type Reached = Pick<FactsOf<'audit-finding'>, 'reach' | 'things' | 'neverTouch'>

async function reachOf(source: FactsSource, subject: { kind: string; name: string }): Promise<Reached> {
  const { sql: connection, account, neverTouch } = source
  const reached = reachedBy(account.id, subject)
  if (!reached) return { reach: 0, things: [], neverTouch: null }
  const { rows } = await connection.query<{ name: string; count: number }>(
    toQuery(sql`with reached as materialized (${reached})
      select t.name, (select count(*) from reached)::int as count from reached r join things t on t.id = r.id
      order by t.name limit ${mostNamed}`),
  )
  return {
    reach: rows[0]?.count ?? 0,
    things: rows.map(({ name }) => name),
    neverTouch: neverTouch.length > 0 ? await protectedAmong(source, reached) : null,
  }
}

async function protectedAmong(source: FactsSource, reached: Fragment): Promise<string | null> {
  const { sql: connection, account, neverTouch } = source
  const { rows } = await connection.query<{ name: string }>(
    toQuery(sql`with reached as materialized (${reached})
      select t.name from reached r join things t on t.id = r.id where ${coveredCondition(neverTouch)} order by t.name limit 1`),
  )
  const [row] = rows
  if (!row) return null
  const why = (await coveredThings(connection, account.id, neverTouch, [row.name])).get(row.name)
  return `It reaches ${row.name}. ${why ?? 'On the never-touch list'}`
}

/** Row ids of the things that use a certificate, or that a policy is attached to: by certificates, or groups and those below. */
function reachedBy(account: number, { kind, name }: { kind: string; name: string }): Fragment | null {
  if (kind === 'certificate') {
    return sql`select l.thing_row_id as id from certificates c join thing_certificates l on l.certificate_row_id = c.id
      where c.account_id = ${account} and c.certificate_id = ${name}`
  }
  if (kind !== 'policy') return null
  const groups = sql`array(select g.name from policies p join policy_targets x on x.policy_row_id = p.id
    join thing_groups g on g.id = x.group_row_id where p.account_id = ${account} and p.name = ${name})`
  return sql`select l.thing_row_id as id from policies p join policy_targets x on x.policy_row_id = p.id
      join thing_certificates l on l.certificate_row_id = x.certificate_row_id
      where p.account_id = ${account} and p.name = ${name}
    union select m.thing_row_id from thing_group_members m where m.group_row_id in (${groupsWithin(sql`${account}::int`, groups)})`
}
