import type { CertificateDetail } from '#contract/certificates.ts'
import { lastChance } from '#server/credentials/last-chance.ts'
import type { Context } from '#server/platform/context.ts'

type ThingRow = {
  name: string
  type_name: string | null
  exclusive: boolean
  connected: boolean | null
  since: Date | null
  client_id: string | null
  gaps_observed: number | null
  typical_gap_s: number | null
  longest_gap_s: number | null
}

// A certificate may be shared by a whole fleet. Its page shows the first things; the inventory shows them all.
const thingsShown = 50
const thingsLookedAt = 1_000

/** The first things that hold the certificate, each with the last chance to reach it. */
export async function thingsOfCertificate(
  { database, now }: Context,
  certificate: { id: string; not_after: Date | null },
): Promise<CertificateDetail['attachedThings']> {
  const { rows } = await database.pool.query<ThingRow>(
    `select t.name, t.type_name, l.exclusive, p.connected, p.since, p.client_id, p.gaps_observed, p.typical_gap_s,
       p.longest_gap_s
     from thing_certificates l join things t on t.id = l.thing_row_id left join presence p on p.thing_row_id = t.id
     where l.certificate_row_id = $1 and t.gone_at is null order by l.thing_row_id limit $2`,
    [certificate.id, thingsShown],
  )
  return rows.map((row) => {
    const visits = visitsOf(row)
    return {
      name: row.name,
      type: row.type_name,
      presence: presenceWord(visits),
      presenceSince: row.since?.toISOString() ?? null,
      clientId: row.client_id,
      exclusive: row.exclusive,
      lastChance: lastChance(certificate.not_after, visits, now),
    }
  })
}

/** Policies attached to the certificate, and those that reach it through the groups of its things and their parents. */
export async function policiesOfCertificate(
  { database }: Context,
  certificateRowId: string,
): Promise<CertificateDetail['attachedPolicies']> {
  const { rows } = await database.pool.query<{ name: string; via: string | null }>(
    `with recursive reached as (
       select g.id, g.account_id, g.name, g.parent_name from (
         select distinct m.group_row_id from (
           select thing_row_id from thing_certificates where certificate_row_id = $1 order by thing_row_id limit $2) held
         join thing_group_members m on m.thing_row_id = held.thing_row_id) direct
       join thing_groups g on g.id = direct.group_row_id
       union
       select g.id, g.account_id, g.name, g.parent_name
       from reached r join thing_groups g on g.account_id = r.account_id and not g.billing and g.name = r.parent_name
       where g.gone_at is null
     )
     select p.name, null as via from policy_targets a join policies p on p.id = a.policy_row_id
     where a.certificate_row_id = $1 and p.gone_at is null
     union
     select p.name, r.name from reached r join policy_targets a on a.group_row_id = r.id
     join policies p on p.id = a.policy_row_id where p.gone_at is null
     order by via nulls first, name`,
    [certificateRowId, thingsLookedAt],
  )
  return rows
}

function visitsOf(row: ThingRow) {
  if (row.connected === null) return null
  return {
    connected: row.connected,
    since: row.since,
    gapsObserved: row.gaps_observed ?? 0,
    typicalGapS: row.typical_gap_s,
    longestGapS: row.longest_gap_s,
  }
}

function presenceWord(visits: ReturnType<typeof visitsOf>): string {
  if (!visits) return 'unknown'
  if (visits.connected) return 'connected'
  return visits.since ? 'disconnected' : 'never-connected'
}
