import type { Party } from '#contract/incidents.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { type StoredSide, sidesIn } from '../stored.ts'
import { rowsOf } from './row.ts'

/** What is known now of a side's certificate. */
export type KnownCertificate = { certificate_id: string; status: string; thing: string | null }

/** The credentials of an incident `i`'s sides. Rows that another version wrote may hold anything. */
export const principalsIn: Fragment = sql`array(select s ->> 'principal'
  from jsonb_array_elements(case jsonb_typeof(i.sides) when 'array' then i.sides else '[]' end) s)`

/** The certificates of an incident `i`'s sides that are ours, as JSON: KnownCertificate[]. */
// Of several things that use one certificate, the one that the client ID names tells the most.
export const certificatesIn: Fragment =
  rowsOf(sql`select c.certificate_id, c.status, (select t.name from thing_certificates l
    join things t on t.id = l.thing_row_id where l.certificate_row_id = c.id
    order by t.gone_at is not null, t.name <> i.client_id, t.name limit 1) as thing
  from certificates c where c.account_id = i.account_id and c.certificate_id = any(${principalsIn})`)

/** The sides of an incident with what is known of their certificates. */
export function partiesOf(sides: unknown, certificates: readonly KnownCertificate[]): Party[] {
  const known = new Map(certificates.map((row) => [row.certificate_id, row]))
  return sidesIn(sides).map((side) => withCertificate(side, known.get(side.principal ?? '')))
}

/** Each principal of an incident's sides once. */
export const principalsOf = (sides: readonly StoredSide[]): string[] => [
  ...new Set(sides.flatMap(({ principal }) => principal ?? [])),
]

function withCertificate(side: StoredSide, known: KnownCertificate | undefined): Party {
  return {
    ...side,
    certificate: known?.certificate_id ?? null,
    certificateStatus: known?.status ?? null,
    thing: known?.thing ?? null,
  }
}
