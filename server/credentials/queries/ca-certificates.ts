import type { CaCertificate, CaCertificateDetail } from '#contract/ca-certificates.ts'
import type { CaCertificate as Row } from '#generated/prisma/client.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import { expiryOf } from '#server/credentials/rules.ts'
import { factHistory } from '#server/history/queries.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'

type OneAuthority = { account: number; certificateId: string }
type Issued = { ca: string; account: number; status: string; certificates: number }

/** CA certificates registered with AWS, those in use first. */
export async function listCaCertificates(
  context: Context,
  { account }: { account?: number | undefined },
): Promise<CaCertificate[]> {
  const accounts = await accountsInScope(context, account)
  const rows = await context.database.prisma.caCertificate.findMany({
    where: { accountId: { in: accounts } },
    orderBy: [{ goneAt: { sort: 'asc', nulls: 'first' } }, { status: 'asc' }, { notAfter: 'asc' }, { id: 'asc' }],
  })
  const issued = await issuedBy(context, accounts)
  return rows.map((row) => toCaCertificate(row, issued, context.now))
}

/** One CA certificate. Throws a Refusal when the account never had it. */
export async function getCaCertificate(context: Context, one: OneAuthority): Promise<CaCertificateDetail> {
  const row = await findAuthority(context, one)
  const issued = await issuedBy(context, [row.accountId])
  return {
    ...toCaCertificate(row, issued, context.now),
    arn: row.arn,
    mode: row.mode,
    serialNumber: row.serialNumber,
    fingerprint: row.fingerprint,
    createdAt: row.createdAt?.toISOString() ?? null,
    lastModifiedAt: row.lastModifiedAt?.toISOString() ?? null,
    ownedBy: row.ownedBy,
    registrationConfig: row.registrationConfig,
    pem: row.pem,
    parseError: row.parseError,
    statuses: byThis(row, issued).map(({ status, certificates }) => ({ value: status, count: certificates })),
    firstSeenAt: row.firstSeenAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
  }
}

/** Observed changes of a CA certificate, newest first. */
export async function caCertificateHistory(
  context: Context,
  { account, certificateId, ...paging }: OneAuthority & { cursor?: string | undefined; limit?: number | undefined },
) {
  const row = await findAuthority(context, { account, certificateId })
  return factHistory(context, { kind: 'ca-certificate', rowId: String(row.id) }, paging)
}

async function findAuthority({ database }: Context, { account, certificateId }: OneAuthority): Promise<Row> {
  const row = await database.prisma.caCertificate.findUnique({
    where: { accountId_certificateId: { accountId: account, certificateId } },
  })
  if (!row) throw new Refusal('not-found', `No CA certificate “${certificateId}” has been seen in this account.`)
  return row
}

/** How many registered certificates of each status each CA issued, from the rollup. */
async function issuedBy({ database }: Context, accounts: number[]): Promise<Issued[]> {
  const { rows } = await database.pool.query<Issued>(
    `select account_id as account, value as ca, status, certificates from certificate_rollup
     where account_id = any($1) and dimension = 'ca' and value <> '' and certificates > 0 order by certificates desc`,
    [accounts],
  )
  return rows
}

const byThis = (row: Row, issued: Issued[]) =>
  issued.filter(({ account, ca }) => account === row.accountId && ca === row.certificateId)

function toCaCertificate(row: Row, issued: Issued[], now: Date): CaCertificate {
  const own = byThis(row, issued)
  const count = (some: Issued[]) => some.reduce((sum, { certificates }) => sum + certificates, 0)
  return {
    id: String(row.id),
    account: row.accountId,
    certificateId: row.certificateId,
    status: row.status,
    expiry: expiryOf(row, now),
    commonName: row.commonName,
    subject: row.subject,
    issuer: row.issuer,
    notBefore: row.notBefore?.toISOString() ?? null,
    notAfter: row.notAfter?.toISOString() ?? null,
    keyAlgorithm: row.keyAlgorithm,
    keyBits: row.keyBits,
    signatureAlgorithm: row.signatureAlgorithm,
    autoRegistration: row.autoRegistrationStatus === null ? null : row.autoRegistrationStatus === 'ENABLE',
    certificates: count(own),
    activeCertificates: count(own.filter(({ status }) => status === 'ACTIVE')),
    goneAt: row.goneAt?.toISOString() ?? null,
  }
}
