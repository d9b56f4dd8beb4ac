import type { Certificate, CertificateFilters } from '#contract/certificates.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { readPage } from '#server/platform/ordered-list.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { certificateList } from './certificate-order.ts'
import { type CertificateRow, certificateColumns, toCertificate } from './certificate-row.ts'

/** One page of certificates in the order asked for. Throws a Refusal for a cursor that is not of this list. */
export async function listCertificates(
  context: Context,
  { cursor, limit = 100, ...filters }: CertificateFilters & { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: Certificate[]; nextCursor: string | null }> {
  const { now, database } = context
  const accounts = await accountsInScope(context, filters.account)
  const { ids, nextCursor } = await readPage(database.pool, accounts, certificateList(filters, now), { cursor, limit })
  const { rows } = await database.pool.query<CertificateRow>(
    toQuery(sql`select ${certificateColumns(now)} from unnest(${ids}::bigint[]) with ordinality page(id, place)
      join certificates c on c.id = page.id order by page.place`),
  )
  return { items: rows.map((row) => toCertificate(row, now)), nextCursor }
}
