import type { Party } from '#contract/incidents.ts'
import type { Sql } from '#server/platform/db.ts'
import { type StoredSide, sidesIn } from '../stored.ts'
import type { StoredIncident } from './row.ts'

type Known = { certificate_id: string; status: string; thing: string | null }

/** The sides of an incident with what is known of their certificates now. */
export async function partiesOf(
  connection: Sql,
  { account_id: account, client_id: client, sides }: Pick<StoredIncident, 'account_id' | 'client_id' | 'sides'>,
): Promise<Party[]> {
  const seen = sidesIn(sides)
  const principals = principalsOf(seen)
  if (principals.length === 0) return seen.map((side) => withCertificate(side, undefined))
  // Of several things that use one certificate, the one that the client ID names tells the most.
  const { rows } = await connection.query<Known>(
    `select c.certificate_id, c.status, (select t.name from thing_certificates l join things t on t.id = l.thing_row_id
       where l.certificate_row_id = c.id order by t.gone_at is not null, t.name <> $3, t.name limit 1) as thing
     from certificates c where c.account_id = $1 and c.certificate_id = any($2)`,
    [account, principals, client],
  )
  const known = new Map(rows.map((row) => [row.certificate_id, row]))
  return seen.map((side) => withCertificate(side, side.principal === null ? undefined : known.get(side.principal)))
}

/** Each principal of an incident's sides once. */
export const principalsOf = (sides: readonly StoredSide[]): string[] => [
  ...new Set(sides.flatMap(({ principal }) => principal ?? [])),
]

function withCertificate(side: StoredSide, known: Known | undefined): Party {
  return {
    ...side,
    certificate: known?.certificate_id ?? null,
    certificateStatus: known?.status ?? null,
    thing: known?.thing ?? null,
  }
}
