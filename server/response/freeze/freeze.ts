import type { TargetKind } from '#contract/actions.ts'
import { mostTargets, type Selection } from '#contract/response.ts'
import { certificateSet } from '#server/credentials/queries/certificate-order.ts'
import { thingSet } from '#server/fleet/queries/thing-order.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { requireKnown } from './named.ts'

export type Frozen = { run: string; account: number; action: string; kind: TargetKind; now: Date }

/**
 * Writes down what a selection matches at this moment as the targets of a run, by name, and returns how many.
 * Throws a Refusal when a name is not known, nothing matches, or more than a run may have.
 */
export async function freezeTargets(connection: Sql, frozen: Frozen, selection: Selection): Promise<number> {
  if (selection.scope === 'named') await requireKnown(connection, frozen, selection.names)
  const { rowCount } = await connection.query(
    toQuery(sql`insert into response_targets (run_id, n, account_id, action, kind, name)
      select ${frozen.run}::uuid, row_number() over (order by found.name), ${frozen.account}::int, ${frozen.action},
        ${frozen.kind}, found.name from (${namesOf(frozen, selection)} limit ${mostTargets + 1}) found order by found.name`),
  )
  const count = rowCount ?? 0
  if (count === 0) throw new Refusal('conflict', 'Nothing matches any more.')
  if (count > mostTargets) {
    throw new Refusal('conflict', `More than ${mostTargets.toLocaleString('en')} match, which one run may not have.`)
  }
  return count
}

function namesOf({ account, kind, now }: Frozen, selection: Selection): Fragment {
  if (selection.scope === 'named') {
    return sql`select distinct name collate "C" as name from unnest(${selection.names}::text[]) given(name)`
  }
  // An action works on what AWS has; the filter for what is gone finds nothing to act on.
  const filters = { ...selection.filters, gone: undefined }
  if (selection.filters.gone) throw new Refusal('conflict', 'What is gone from AWS cannot be acted on.')
  if (selection.scope === 'things' && kind === 'thing') {
    const { from, where } = thingSet(filters, now)
    return sql`select t.name from ${from} where t.account_id = ${account} and ${every(where)}`
  }
  if (selection.scope === 'certificates' && kind === 'certificate') {
    const where = every(certificateSet(filters, now))
    return sql`select c.certificate_id as name from certificates c where c.account_id = ${account} and ${where}`
  }
  throw new Refusal('invalid', `This action is for ${kindWords[kind]}; a filter of ${selection.scope} selects none.`)
}

const kindWords: Record<TargetKind, string> = {
  thing: 'things',
  certificate: 'certificates',
  client: 'clients, by their MQTT client ID',
  'thing-group': 'thing groups',
  account: 'an account as a whole',
  'audit-finding': 'findings of audits',
  deployment: 'deployments',
}
