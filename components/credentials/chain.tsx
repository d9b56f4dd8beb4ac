import { ArrowUp } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import type { CertificateDetail } from '#contract/certificates.ts'
import { links } from '#contract/links.ts'
import { StatusBadge } from './badges.tsx'

/** The certificate and those that vouch for it, each signed by the next. */
export function Chain({ certificate }: { certificate: CertificateDetail }) {
  const { chain, account, issuer } = certificate
  return (
    <ol className="flex flex-col gap-1">
      <li className="rounded-md border border-line-strong px-3 py-2">
        <p className="font-medium break-words">{certificate.subject || certificate.certificateId}</p>
        <p className="text-xs text-muted">This certificate</p>
      </li>
      {chain.map((link) => (
        <li key={`${link.certificateId} ${link.subject}`} className="flex flex-col gap-1">
          <SignedBy />
          <div className="rounded-md border border-line px-3 py-2">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              {link.certificateId ? (
                <Link
                  href={links.authority(account, link.certificateId)}
                  className="font-medium break-words text-accent hover:underline"
                >
                  {link.subject || link.certificateId}
                </Link>
              ) : (
                <span className="font-medium break-words">{link.subject}</span>
              )}
              {link.status ? <StatusBadge status={link.status} /> : null}
            </p>
            <p className="text-xs text-muted">
              {link.certificateId ? 'Registered CA' : 'Not registered with AWS IoT here'}
              {link.notAfter ? (
                <>
                  , until <AbsoluteTime at={link.notAfter} precision="day" />
                </>
              ) : null}
            </p>
          </div>
        </li>
      ))}
      {chain.length === 0 ? (
        <li className="flex flex-col gap-1">
          <SignedBy />
          <div className="rounded-md border border-dashed border-edge px-3 py-2">
            <p className="break-words">{issuer ?? <span className="text-unknown">Issuer unknown</span>}</p>
            <p className="text-xs text-muted">{whyNoAuthority(certificate)}</p>
          </div>
        </li>
      ) : null}
    </ol>
  )
}

// AWS IoT signs with a CA of its own, which no account lists among its CA certificates.
function whyNoAuthority({ issuer, caCertificateId, describedAt }: CertificateDetail) {
  if (!describedAt) return 'Unknown until AWS has described the certificate'
  if (issuer?.includes('Amazon Web Services')) return "Issued by AWS IoT's own CA"
  if (caCertificateId) return 'Its CA certificate has not been read yet'
  return 'Registered without a CA: AWS IoT accepts this certificate itself and asks nothing of its issuer'
}

function SignedBy() {
  return (
    <span className="flex items-center gap-1 pl-3 text-xs text-muted">
      <ArrowUp aria-hidden className="size-3 rotate-180" />
      signed by
    </span>
  )
}
