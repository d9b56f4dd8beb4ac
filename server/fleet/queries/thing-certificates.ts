import type { ThingDetail } from '#contract/things.ts'
import { expiryOf, statusIn } from '#server/credentials/rules.ts'
import type { Context } from '#server/platform/context.ts'

type Row = {
  id: string
  certificate_id: string
  status: string
  not_before: Date | null
  not_after: Date | null
  common_name: string | null
  exclusive: boolean
  thing_count: number | null
  policies: string[]
  policies_read: boolean
}

/** The certificates attached to a thing: those that can connect first, the longest-lived of them first. */
export async function certificatesOfThing(
  { database, now }: Context,
  thingRowId: string,
): Promise<ThingDetail['attachedCertificates']> {
  const { rows } = await database.pool.query<Row>(
    `select c.id::text, c.certificate_id, c.status, c.not_before, c.not_after, c.common_name, l.exclusive, c.thing_count,
       array(select p.name from policy_targets a join policies p on p.id = a.policy_row_id
         where a.certificate_row_id = c.id and p.gone_at is null order by p.name) as policies,
       c.policy_count is not null as policies_read
     from thing_certificates l join certificates c on c.id = l.certificate_row_id
     where l.thing_row_id = $1 and c.gone_at is null
     order by c.status = 'ACTIVE' desc, c.not_after desc nulls last, c.id`,
    [thingRowId],
  )
  return rows.map((row) => ({
    id: row.id,
    certificateId: row.certificate_id,
    status: statusIn(row.status),
    expiry: expiryOf({ notBefore: row.not_before, notAfter: row.not_after }, now),
    notAfter: row.not_after?.toISOString() ?? null,
    commonName: row.common_name,
    exclusive: row.exclusive,
    thingCount: row.thing_count,
    policies: row.policies,
    policiesRead: row.policies_read,
  }))
}
