import type { Observation, RowId } from '#server/history/observation.ts'
import { deriveCertificates } from '../derive-certificates.ts'
import { certificatesOf, deriveThings, thingsOf } from '../derive-things.ts'

const atOnce = 5_000

/** After a change of these certificates: their things, and the certificates that share those. */
export async function deriveAround(seen: Observation, certificates: RowId[]): Promise<void> {
  const things = await thingsOf(seen, certificates)
  await deriveThings(seen, things)
  await deriveCertificates(seen, [...certificates, ...(await certificatesOf(seen, things))])
}

/** After things came, went or changed groups: the certificates they hold. */
export async function deriveForThings(seen: Observation, things: RowId[]): Promise<void> {
  for (let start = 0; start < things.length; start += atOnce) {
    await deriveCertificates(seen, await certificatesOf(seen, things.slice(start, start + atOnce)))
  }
}

/** After groups moved, or a policy was attached to them or detached: the certificates of all members below them. */
export async function deriveForGroups(seen: Observation, groups: RowId[]): Promise<void> {
  if (groups.length === 0) return
  const { rows } = await seen.tx.query<{ id: RowId }>(
    `WITH RECURSIVE below AS (
       SELECT id, name FROM thing_groups WHERE id = ANY($2::bigint[])
       UNION
       SELECT g.id, g.name FROM below b JOIN thing_groups g ON g.account_id = $1 AND NOT g.billing AND g.parent_name = b.name
     )
     SELECT DISTINCT m.thing_row_id AS id FROM below b JOIN thing_group_members m ON m.group_row_id = b.id`,
    [seen.account.id, groups],
  )
  await deriveForThings(
    seen,
    rows.map(({ id }) => id),
  )
}

/** Reads again, before others, the principals of things that changed or came back. */
export async function expectNewPrincipals({ tx }: Observation, things: RowId[]): Promise<void> {
  if (things.length === 0) return
  await tx.query(`UPDATE thing_principal_checks SET checked_at = 'epoch' WHERE thing_row_id = ANY($1::bigint[])`, [
    things,
  ])
}

/** Derives any number of certificates, some at a time. `read` says which of their links are known completely by now. */
export async function deriveManyCertificates(
  seen: Observation,
  certificates: RowId[],
  read: { things?: boolean; policies?: boolean } = {},
): Promise<void> {
  for (let start = 0; start < certificates.length; start += atOnce) {
    await deriveCertificates(seen, certificates.slice(start, start + atOnce), read)
  }
}
