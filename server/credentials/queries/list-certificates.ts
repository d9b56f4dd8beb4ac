import type { Certificate, CertificateFilters } from '#contract/certificates.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { asJson, type JsonPage, pageItems } from '#server/platform/json-page.ts'
import { readPage } from '#server/platform/ordered-list.ts'
import { sql } from '#server/platform/sql.ts'
import { certificateList } from './certificate-order.ts'
import { certificateFields } from './certificate-row.ts'

type Asked = CertificateFilters & { cursor?: string | undefined; limit?: number | undefined }

/** One page of certificates in the order asked for. Throws a Refusal for a cursor that is not of this list. */
export async function listCertificates(
  context: Context,
  asked: Asked,
): Promise<{ items: Certificate[]; nextCursor: string | null }> {
  return pageItems<Certificate>(await writeCertificates(context, asked))
}

/** The same as the database writes it. */
export async function writeCertificates(
  context: Context,
  { cursor, limit = 100, ...filters }: Asked,
): Promise<JsonPage> {
  const { now, database } = context
  const accounts = await accountsInScope(context, filters.account)
  const items = asJson(certificateFields(now), sql`join certificates c on c.id = page.id`)
  return readPage(database.pool, accounts, certificateList(filters, now), { cursor, limit }, items)
}
