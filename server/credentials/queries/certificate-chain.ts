import type { CertificateDetail } from '#contract/certificates.ts'
import type { Context } from '#server/platform/context.ts'

type Authority = {
  certificate_id: string
  subject: string | null
  issuer: string | null
  status: string
  not_after: Date | null
}
type Link = CertificateDetail['chain'][number]

// Real chains have two or three links; a longer one is a loop.
const longestChain = 8

/**
 * Who vouches for a certificate, nearest first: the CA AWS names, else the one registered CA of the issuer's name, and
 * so on up. An issuer above the last registered one is given by name alone.
 */
export async function chainOf(
  { database }: Context,
  certificate: { account_id: number; ca_certificate_id: string | null; issuer: string | null },
): Promise<Link[]> {
  const { rows: authorities } = await database.pool.query<Authority>(
    `select certificate_id, subject, issuer, status, not_after from ca_certificates
     where account_id = $1 and gone_at is null order by status = 'ACTIVE' desc, not_after desc nulls last`,
    [certificate.account_id],
  )
  const named = authorities.find(({ certificate_id }) => certificate_id === certificate.ca_certificate_id)
  let next = named ?? bySubject(authorities, certificate.issuer)
  const chain: Link[] = []
  while (next && chain.length < longestChain) {
    const { certificate_id, subject, status, not_after, issuer }: Authority = next
    const notAfter = not_after?.toISOString() ?? null
    chain.push({ certificateId: certificate_id, subject: subject ?? certificate_id, status, notAfter })
    if (!issuer || issuer === subject) return chain
    next = bySubject(authorities, issuer)
    if (!next) chain.push({ certificateId: null, subject: issuer, status: null, notAfter: null })
  }
  return chain
}

function bySubject(authorities: Authority[], name: string | null): Authority | undefined {
  return name ? authorities.find(({ subject }) => subject === name) : undefined
}
